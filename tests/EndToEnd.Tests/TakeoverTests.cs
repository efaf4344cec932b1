using System.Diagnostics;
using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>What a host that is killed had in work, and what the other host does meanwhile.</summary>
public sealed class TakeoverTests(AzuriteAccount azurite, ITestOutputHelper output) : IClassFixture<AzuriteAccount>, IDisposable
{
    // As many as a host works on at once for one institution: all its places (host.json) but one.
    private const int Held = 3;
    private const int LeaseSeconds = 15;
    private readonly TemporaryFolder _folder = new();
    private readonly ManualResetEventSlim _over = new();
    private readonly Storage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task Work_of_a_killed_host_is_taken_over_after_one_lease_time_and_holds_up_no_other()
    {
        // Arrange: one host has all places of the institution taken by an endpoint that does not answer; the other scores by itself.
        await using var endpoint = await FakeSageMakerEndpoint.StartAsync(call =>
        {
            _over.Wait(TimeSpan.FromMinutes(5));
            return FakeSageMakerAnswer.Right(call);
        });
        var cohort = await File.ReadAllTextAsync(RepositoryFolder.File("samples", "univalle", "cohorte-ejemplo.csv"),
            TestContext.Current.CancellationToken);
        await using var victim = await RunningHost.StartAsync(azurite.ConnectionString, _folder.File("a"), Settings(endpoint));
        await Task.WhenAll(Enumerable.Range(0, Held).Select(number => _storage.UploadAsync(Upload(number), cohort)));
        await Eventually.HoldsAsync(() => Task.FromResult(endpoint.MaxInFlight == Held), "The first host has them in work.");
        await using var survivor = await RunningHost.StartAsync(azurite.ConnectionString, _folder.File("b"),
            ("LocalHost__LeaseSeconds", $"{LeaseSeconds}"));

        // Act
        await _storage.UploadAsync("univalle/otra.csv", cohort);
        await _storage.WaitForReportAsync("univalle/reporte_otra.csv");
        var held = await Storage.NamesAsync(_storage.Reports, "univalle/reporte_en-obra");
        var watch = Stopwatch.StartNew();
        await victim.KillAsync();
        await Task.WhenAll(Enumerable.Range(0, Held)
            .Select(number => _storage.WaitForReportAsync($"univalle/reporte_en-obra-{number}.csv")));

        // Assert
        output.WriteLine(
            $"{Held} uploads had their reports {watch.Elapsed.TotalSeconds:0.0} s after the kill; a lease is {LeaseSeconds} s.");
        Assert.Empty(held);
        Assert.All(Enumerable.Range(0, Held), number =>
            Assert.Contains($"takes {Upload(number)} over: the instance that had it in work died", survivor.Output,
                StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _over.Set();
        _over.Dispose();
        _folder.Dispose();
    }

    private static string Upload(int number) => $"univalle/en-obra-{number}.csv";

    private static (string Name, string Value)[] Settings(FakeSageMakerEndpoint endpoint) =>
    [
        ("Scorer", "SageMaker"),
        ("SageMaker__EndpointName", "desercion"),
        ("SageMaker__ServiceUrl", endpoint.Url.ToString()),
        ("SageMaker__Predicts", "dropout"),
        ("AWS_ACCESS_KEY_ID", FakeSageMakerEndpoint.AccessKey),
        ("AWS_SECRET_ACCESS_KEY", FakeSageMakerEndpoint.SecretKey),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("LocalHost__LeaseSeconds", $"{LeaseSeconds}"),
    ];
}
