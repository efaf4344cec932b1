using Antivirus.LocalHost.Hosting;
using Antivirus.Support;

namespace Antivirus.LocalHost.Tests.Hosting;

/// <summary>What <c>host.json</c> says counts here as well.</summary>
public sealed class HostJsonTests
{
    [Fact]
    public void The_repositorys_own_file_is_read()
    {
        var host = HostJson.Parse("host.json", File.ReadAllText(RepositoryFolder.File("host.json")));

        Assert.Equal(5, host.PoisonBlobThreshold);
        Assert.Equal("", host.RoutePrefix);
        Assert.InRange(host.MaxDegreeOfParallelism, 1, 64);
        Assert.Equal("Information", host.LogLevels["default"]);
    }

    [Fact]
    public void What_is_left_out_is_as_in_the_Functions_host()
    {
        var host = HostJson.Parse("host.json", """{ "version": "2.0", "functionTimeout": "00:05:00" }""");

        Assert.Equal(8 * Environment.ProcessorCount, host.MaxDegreeOfParallelism);
        Assert.Equal(5, host.PoisonBlobThreshold);
        Assert.Equal("api", host.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(5), host.FunctionTimeout);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"extensions": {"blobs": {"poisonBlobThreshold": 0}}}""")]
    [InlineData("""{"extensions": {"blobs": {"maxDegreeOfParallelism": "cuatro"}}}""")]
    [InlineData("""{"functionTimeout": "pronto"}""")]
    public void A_broken_file_stops_the_start_with_its_path(string json) =>
        Assert.Contains("/app/host.json", Assert.Throws<StartException>(() => HostJson.Parse("/app/host.json", json)).Message,
            StringComparison.Ordinal);
}
