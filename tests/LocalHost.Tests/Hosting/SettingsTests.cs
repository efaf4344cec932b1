using Antivirus.LocalHost.Hosting;
using Antivirus.LocalHost.Tests.Fakes;
using Antivirus.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost.Tests.Hosting;

/// <summary>Where settings come from, and what a wrong one says.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void Values_of_the_file_are_read_with_two_underscores_and_with_colons()
    {
        var settings = HostSettings.ReadFile("f", """
            {
                "IsEncrypted": false, /* nota */
                "Values": { "Ies__univalle__Name": "A", "Ies:udea:Name": "B", "Numero": 3, "Si": true, },
            }
            """);

        Assert.Equal("A", settings["Ies:univalle:Name"]);
        Assert.Equal("B", settings["Ies:udea:Name"]);
        Assert.Equal("3", settings["Numero"]);
        Assert.Equal("true", settings["Si"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"Values": "x"}""")]
    [InlineData("""{"Values": {"A": {"B": "C"}}}""")]
    [InlineData("""{"Values": {"A__B": "1", "A:B": "2"}}""")]
    [InlineData("""{"IsEncrypted": true, "Values": {}}""")]
    public void A_broken_file_stops_the_start_with_its_path(string json)
    {
        var refused = Assert.Throws<StartException>(() => HostSettings.ReadFile("/campus/local.settings.json", json));

        Assert.Contains("/campus/local.settings.json", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_stands_over_the_file_and_the_command_line_over_both()
    {
        // Arrange
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("local.settings.json"),
            """{"Values": {"AntivirusPrueba__Uno": "archivo", "AntivirusPrueba__Dos": "archivo", "AntivirusPrueba__Tres": "archivo"}}""");
        Environment.SetEnvironmentVariable("AntivirusPrueba__Dos", "entorno");
        Environment.SetEnvironmentVariable("AntivirusPrueba__Tres", "entorno");
        var configuration = new ConfigurationManager();

        // Act
        HostSettings.AddTo(configuration, new HostFolder(folder.Path), ["--AntivirusPrueba__Tres", "orden"]);

        // Assert
        Assert.Equal("archivo", configuration["AntivirusPrueba:Uno"]);
        Assert.Equal("entorno", configuration["AntivirusPrueba:Dos"]);
        Assert.Equal("orden", configuration["AntivirusPrueba:Tres"]);
    }

    [Fact]
    public void A_switch_without_a_value_does_not_swallow_the_next_one()
    {
        var settings = HostSettings.ReadArguments(["--demo", "--once", "--port", "7072", "--urls=http://127.0.0.1:1", "algo"]);

        Assert.Equal("true", settings["demo"]);
        Assert.Equal("true", settings["once"]);
        Assert.Equal("7072", settings["port"]);
        Assert.Equal("http://127.0.0.1:1", settings["urls"]);
    }

    [Fact]
    public async Task A_setting_that_a_trigger_needs_and_nobody_gave_stops_the_start_with_its_name()
    {
        var refused = await Assert.ThrowsAsync<StartException>(() =>
            TestHost.StartAsync([typeof(NeedsASetting)], [("AntivirusStorage", "UseDevelopmentStorage=true")]));

        Assert.Contains("Setting NoExiste is missing; function NeedsASetting", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "Setting AntivirusStorage is missing")]
    [InlineData("AntivirusStorage", "no es una cuenta", "Setting AntivirusStorage is not a storage connection string")]
    [InlineData("AntivirusStorage:blobServiceUri", "cuenta", "Setting AntivirusStorage__blobServiceUri must be an address")]
    [InlineData("AntivirusStorage:blobServiceUri", "https://cuenta.blob.example",
        "Setting AntivirusStorage__queueServiceUri must be an address")]
    public async Task A_wrong_connection_stops_the_start_with_its_setting(string name, string value, string expected)
    {
        var refused = await Assert.ThrowsAsync<StartException>(() =>
            TestHost.StartAsync([typeof(OnUpload)], [("Uploads", "subidas"), (name, value)]));

        Assert.StartsWith(expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PollSeconds", "0")]
    [InlineData("RetrySeconds", "601")]
    [InlineData("LeaseSeconds", "14")]
    [InlineData("LeaseSeconds", "61")]
    [InlineData("StopSeconds", "-1")]
    [InlineData("RequestsPerMinute", "-5")]
    [InlineData("KnownProxies", "10.0.0.1, proxy")]
    public async Task A_setting_out_of_its_range_stops_the_start_with_its_name(string name, string value)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            TestHost.StartAsync([typeof(Open)], [($"LocalHost:{name}", value)]));

        Assert.Contains($"LocalHost__{name}", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port", "8080", "http://127.0.0.1:8080")]
    [InlineData("LocalHost:Port", "8081", "http://127.0.0.1:8081")]
    [InlineData("urls", "http://127.0.0.1:1;http://[::1]:2", "http://127.0.0.1:1 http://[::1]:2")]
    [InlineData("ASPNETCORE_URLS", "http://localhost:3", "http://localhost:3")]
    [InlineData("other", "", "http://127.0.0.1:7071")]
    public void The_host_listens_on_loopback_where_it_is_told_to(string name, string value, string expected)
    {
        var addresses = ListenAddresses.Read(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)])
            .Build());

        Assert.Equal(expected, string.Join(' ', addresses.Urls));
        Assert.True(addresses.LoopbackOnly);
    }

    [Fact]
    public void A_port_that_is_no_number_stops_the_start()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("port", (string?)"70000")]).Build();

        Assert.Contains("'70000'", Assert.Throws<StartException>(() => ListenAddresses.Read(configuration)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void On_Azure_the_start_is_refused()
    {
        var refused = Assert.Throws<StartException>(() => AzureGuard.Check("func-antivirus"));

        Assert.StartsWith("WEBSITE_SITE_NAME is set", refused.Message, StringComparison.Ordinal);
        AzureGuard.Check(null);
        AzureGuard.Check("");
    }

    [Fact]
    public void What_stops_a_start_is_told_without_a_stack_trace_and_a_bug_is_not()
    {
        Assert.Equal("Falta algo.", StartFailure.Explain(new StartException("Falta algo.")));
        Assert.Equal("Uno." + Environment.NewLine + "Dos.",
            StartFailure.Explain(new AggregateException(new StartException("Uno."), new StartException("Dos."))));
        Assert.Null(StartFailure.Explain(new KeyNotFoundException()));
        Assert.Null(StartFailure.Explain(new AggregateException(new StartException("Uno."), new KeyNotFoundException())));
    }
}
