using System.Net;
using System.Text.Json;
using Antivirus.Functions.Tests.Api;
using Antivirus.LocalHost;
using Antivirus.LocalHost.Discovery;
using Antivirus.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Antivirus.Functions.Tests.Pages;

public sealed class SignInTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_signs_in_while_storage_is_down_is_let_in_with_the_configured_time_zone()
    {
        // Arrange: nothing listens on that port.
        using var host = Build(AzuriteServer.ConnectionStringAt(blobPort: 1, queuePort: 1));
        await host.StartAsync(Cancellation);
        using var http = new HttpClient
        {
            BaseAddress = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };

        // Act
        using var request = ApiHost.Request(HttpMethod.Get, "api/me", ApiHost.UdeaKey);
        using var answer = await http.SendAsync(request, Cancellation);
        var me = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation));

        // Assert
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var institution = Assert.Single(me.GetProperty("institutions").EnumerateArray());
        Assert.Equal(("Universidad de Antioquia", "America/Bogota"),
            (institution.GetProperty("name").GetString(), institution.GetProperty("timeZone").GetString()));
    }

    private static IHost Build(string connectionString)
    {
        var builder = LocalHostBuilder.Create([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["AntivirusStorage"] = connectionString,
            ["Ies:udea:Name"] = "Universidad de Antioquia",
            ["Ies:udea:TimeZone"] = "America/Bogota",
            ["Auth:Keys:udea:0"] = ApiHost.Setting(ApiHost.UdeaKey, "2999-12-31"),
        });
        builder.Services.AddSingleton(FunctionTypes.In(typeof(GetReportUrls).Assembly));
        builder.AddLocalServer([]);
        builder.Logging.ClearProviders();
        return builder.Build();
    }
}
