namespace Antivirus.Functions.Tests;

/// <summary>The app is a worker only where the Functions host started it.</summary>
public sealed class FunctionsWorkerTests
{
    [Theory]
    [InlineData("--functions-uri", "http://127.0.0.1:41000/")]
    [InlineData("--host", "127.0.0.1", "--functions-uri=http://127.0.0.1:41000/")]
    public void The_address_of_the_Functions_host_makes_it_a_worker(params string[] args) =>
        Assert.True(FunctionsWorker.IsStartedByHost(args));

    [Theory]
    [InlineData]
    [InlineData("--demo", "--once")]
    [InlineData("--urls", "http://127.0.0.1:7071", "--functions-uris")]
    public void Started_in_any_other_way_it_is_a_server_of_its_own(params string[] args) =>
        Assert.False(FunctionsWorker.IsStartedByHost(args));
}
