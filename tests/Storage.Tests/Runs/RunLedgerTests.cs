using Antivirus.Storage.Runs;
using Antivirus.Support;
using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Storage.Tests.Runs;

public sealed class RunLedgerTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private const string Upload = "univalle/2020/a ñ+%.csv";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_claim_gives_its_holder_what_the_last_one_left()
    {
        // Arrange
        var ledger = await CreateLedgerAsync();
        await using (var first = await ledger.ClaimAsync(Upload, Cancellation))
        {
            await first.SaveAsync(first.Run with { State = RunState.Done, Scored = 7 }, Cancellation);
        }

        // Act
        await using var second = await ledger.ClaimAsync(Upload, Cancellation);
        var run = second.Run;

        // Assert
        Assert.Equal((RunState.Done, 7L), (run.State, run.Scored));
    }

    [Fact]
    public async Task The_claim_of_a_new_upload_takes_one_request()
    {
        // Arrange
        var interference = new Interference();
        var ledger = await CreateLedgerAsync(interference.Connect(azurite.ConnectionString), TimeProvider.System);
        var requests = 0;
        interference.After = _ =>
        {
            requests++;
            return Task.CompletedTask;
        };

        // Act
        await using var claim = await ledger.ClaimAsync(Upload, Cancellation);
        var run = claim.Run;

        // Assert
        Assert.Equal((RunState.Waiting, 1), (run.State, requests));
    }

    [Fact]
    public async Task An_entry_that_another_instance_took_while_it_was_read_is_read_anew()
    {
        // Arrange
        var interference = new Interference();
        var ledger = await CreateLedgerAsync(interference.Connect(azurite.ConnectionString), TimeProvider.System);
        await (await ledger.ClaimAsync(Upload, Cancellation)).DisposeAsync();
        interference.After = async request =>
        {
            if (request.Method == RequestMethod.Get)
            {
                interference.After = _ => Task.CompletedTask;
                await using var first = await ledger.ClaimAsync(Upload, Cancellation);
                await first.FinishAsync(first.Run with { State = RunState.Done, Scored = 7 }, Cancellation);
            }
        };

        // Act
        await using var second = await ledger.ClaimAsync(Upload, Cancellation);

        // Assert
        Assert.Equal((RunState.Done, 7L), (second.Run.State, second.Run.Scored));
    }

    [Fact]
    public async Task A_second_instance_waits_until_the_first_is_done()
    {
        // Arrange
        var interference = new Interference();
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var ledger = await CreateLedgerAsync(interference.Connect(azurite.ConnectionString), clock);
        var first = await ledger.ClaimAsync(Upload, Cancellation);
        var asked = new SemaphoreSlim(0);
        interference.After = request =>
        {
            if (request.Method == RequestMethod.Get)
            {
                asked.Release();
            }

            return Task.CompletedTask;
        };

        // Act
        var second = ledger.ClaimAsync(Upload, Cancellation);
        await asked.WaitAsync(Cancellation);
        var isClaimedTwice = second.IsCompleted;
        await first.DisposeAsync();
        await Eventually.HoldsAsync(
            () =>
            {
                // The pause before the next question begins some time after the refusal.
                clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(second.IsCompletedSuccessfully);
            },
            "The second instance holds the upload.");

        // Assert
        Assert.False(isClaimedTwice);
        await (await second).DisposeAsync();
    }

    [Theory]
    [InlineData("univalle/2020/reporte_a ñ+%.csv")]
    [InlineData("univalle/2020/errores_a ñ+%.csv")]
    public async Task The_run_of_a_report_is_found_by_the_report(string report)
    {
        // Arrange
        var ledger = await CreateLedgerAsync();
        await using (var claim = await ledger.ClaimAsync(Upload, Cancellation))
        {
            var run = claim.Run;
            await claim.SaveAsync(run with { Report = "univalle/2020/reporte_a ñ+%.csv", Problems = "univalle/2020/errores_a ñ+%.csv" },
                Cancellation);
        }

        // Act
        var found = await ledger.FindByReportAsync(report, Cancellation);

        // Assert
        Assert.Equal(Upload, found?.Upload);
    }

    [Fact]
    public async Task Runs_of_a_neighbour_with_a_longer_code_are_not_listed()
    {
        // Arrange
        var ledger = await CreateLedgerAsync();
        await (await ledger.ClaimAsync("udea/a.csv", Cancellation)).DisposeAsync();
        await (await ledger.ClaimAsync("udea2/b.csv", Cancellation)).DisposeAsync();

        // Act
        var runs = await ledger.ListAsync("udea", Cancellation).ToListAsync(Cancellation);

        // Assert
        Assert.Equal("udea/a.csv", Assert.Single(runs).Upload);
    }

    private Task<RunLedger> CreateLedgerAsync() => CreateLedgerAsync(new BlobServiceClient(azurite.ConnectionString), TimeProvider.System);

    private static async Task<RunLedger> CreateLedgerAsync(BlobServiceClient service, TimeProvider clock)
    {
        var options = Options.Create(new StorageOptions { LedgerContainer = $"t{Guid.NewGuid():N}" });
        var containers = new Containers(service, options);
        await containers.Ledger.CreateAsync(cancellationToken: Cancellation);
        return new RunLedger(containers, clock);
    }
}
