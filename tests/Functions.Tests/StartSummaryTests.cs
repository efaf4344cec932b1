using Microsoft.Extensions.Configuration;

namespace Antivirus.Functions.Tests;

public sealed class StartSummaryTests
{
    [Theory]
    [InlineData("https://web.udea.example", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("https://web.udea.example/", false)]
    [InlineData("https://web.udea.example/portal", false)]
    [InlineData("https://web.udea.example:443", false)]
    [InlineData("https://Web.udea.example", false)]
    [InlineData("web.udea.example", false)]
    [InlineData("*", false)]
    public void An_origin_is_written_as_browsers_send_it(string origin, bool expected) =>
        Assert.Equal(expected, StartSummary.IsOrigin(origin));

    [Fact]
    public void Settings_that_nothing_reads_are_found_by_name_and_those_that_are_read_are_not()
    {
        // Arrange
        string[] read =
        [
            "Email:Transport", "Email:Smtp:Host", "Email:MaxPerMinute", "Email:SendTimeout", "Api:CorsOrigins:0", "Auth:Keys:udea:0",
                "Auth:Authority",
            "Ies:udea:Name", "Ies:udea:Emails:0", "ies:UDEA:cc:0", "Ies:udea:SageMaker:EndpointName", "SageMaker:Region",
                "LocalHost:FunctionKeys:campus", "Otra:Cosa",
        ];
        string[] unknown = ["Api:MaxRequestBytes", "Auth:Kyes:udea:0", "Email:Smtp:Hots", "Email:Tranport", "Ies:udea:Correos:0",
            "LocalHost:Prot"];
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([.. read.Concat(unknown).Select(name => KeyValuePair.Create(name, (string?)"x"))]).Build();

        // Act
        var found = UnknownSettings.Find(configuration);

        // Assert: a section is named once, whatever it holds.
        Assert.Equal(["Api__MaxRequestBytes", "Auth__Kyes", "Email__Smtp__Hots", "Email__Tranport", "Ies__udea__Correos",
            "LocalHost__Prot"], found.Order(StringComparer.Ordinal));
    }
}
