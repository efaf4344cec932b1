using Antivirus.LocalHost.Discovery;
using Antivirus.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Antivirus.LocalHost.Tests.Fakes;

/// <summary>The host with functions of a test, on a free port, looking for blobs ten times a second.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly IHost _host;

    private TestHost(IHost host, Calls calls, LogLines log)
    {
        _host = host;
        Calls = calls;
        Log = log;
    }

    public Calls Calls { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _host.Services;

    public HttpClient Http { get; private set; } = null!;

    public static async Task<TestHost> StartAsync(IEnumerable<Type> functions, IEnumerable<(string Name, string Value)> settings,
        Calls? calls = null, Action<IServiceCollection>? configure = null)
    {
        var host = Build(functions, settings, calls, configure);
        try
        {
            await host._host.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        var address = host._host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        host.Http = new HttpClient(PlainHandler.Create())
        {
            BaseAddress = new Uri(address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)),
            Timeout = TimeSpan.FromSeconds(60)
        };
        return host;
    }

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static TestHost Build(IEnumerable<Type> functions, IEnumerable<(string Name, string Value)> settings, Calls? calls,
        Action<IServiceCollection>? configure)
    {
        calls ??= new Calls();
        var log = new LogLines();
        var builder = LocalHostBuilder.Create([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["LocalHost:PollSeconds"] = "0.1",
            ["LocalHost:RetrySeconds"] = "0.01",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.Services.AddSingleton(new FunctionTypes(functions));
        builder.Services.AddSingleton(calls);
        builder.Logging.ClearProviders().AddProvider(log);
        configure?.Invoke(builder.Services);
        return new TestHost(builder.Build(), calls, log);
    }
}
