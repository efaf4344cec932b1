using Antivirus.Storage.Retention;
using Antivirus.Support;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Storage.Tests.Retention;

/// <summary>What is older than it is kept goes, and nothing else; days pass by the storage's clock, which is the test's own.</summary>
public sealed class StorageSweepTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private Containers _containers = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _containers = await OwnContainers.CreateAsync(azurite.ConnectionString, _clock);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_kind_of_file_is_kept_as_long_as_its_setting_says()
    {
        // Arrange
        await PutAllAsync();
        using var sweep = Sweep(new RetentionOptions { UploadDays = 10, ReportDays = 20, LedgerDays = 30, AuditDays = 40 });

        // Act, Assert
        Assert.Equal(["audit", "cargas", "emails", "modelo", "report", "runs", "upload"], await LeftAfterAsync(sweep, days: 0));
        Assert.Equal(["audit", "cargas", "emails", "modelo", "report", "runs"], await LeftAfterAsync(sweep, days: 11));
        Assert.Equal(["audit", "cargas", "emails", "modelo", "runs"], await LeftAfterAsync(sweep, days: 10));
        Assert.Equal(["audit", "cargas", "modelo"], await LeftAfterAsync(sweep, days: 10));
        Assert.Equal(["cargas", "modelo"], await LeftAfterAsync(sweep, days: 10));
    }

    [Fact]
    public async Task Without_settings_everything_is_kept()
    {
        // Arrange
        await PutAllAsync();
        using var sweep = Sweep(new RetentionOptions());

        // Act, Assert
        Assert.Equal(7, (await LeftAfterAsync(sweep, days: 10_000)).Count);
    }

    [Fact]
    public async Task A_host_whose_clock_is_years_fast_deletes_nothing_that_is_not_too_old()
    {
        // Arrange
        await PutAllAsync();
        var fast = new FakeTimeProvider(DateTimeOffset.UtcNow.AddYears(5));
        using var sweep = new StorageSweep(_containers,
            Options.Create(new RetentionOptions { UploadDays = 1, ReportDays = 1, LedgerDays = 2, AuditDays = 1 }), fast,
            NullLogger<StorageSweep>.Instance);

        // Act
        await sweep.DeleteWaitingAsync(Cancellation);

        // Assert
        Assert.Equal(7, (await LeftAfterAsync(sweep, days: 0)).Count);
    }

    [Fact]
    public async Task Addresses_that_institutions_added_outlive_the_ledger()
    {
        // Arrange
        await PutAsync(_containers.Ledger, "destinatarios/udea.json");
        using var sweep = Sweep(new RetentionOptions { UploadDays = 1, LedgerDays = 2 });

        // Act
        await LeftAfterAsync(sweep, days: 100);

        // Assert
        Assert.True(await _containers.Ledger.GetBlobClient("destinatarios/udea.json").ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task An_upload_goes_with_its_snapshots()
    {
        // Arrange
        await PutAsync(_containers.Uploads, "udea/a.csv");
        await _containers.Uploads.GetBlobClient("udea/a.csv").CreateSnapshotAsync(cancellationToken: Cancellation);
        using var sweep = Sweep(new RetentionOptions { UploadDays = 1 });

        // Act
        await LeftAfterAsync(sweep, days: 2);

        // Assert
        Assert.Empty(await _containers.Uploads.GetBlobsAsync(default, Azure.Storage.Blobs.Models.BlobStates.Snapshots, null, Cancellation)
            .ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_file_of_a_killed_upload_goes_after_an_hour_and_one_that_waits_stays()
    {
        // Arrange
        await PutAsync(_containers.Ledger, "cargas/1");
        using var sweep = Sweep(new RetentionOptions());

        // Act
        await sweep.DeleteWaitingAsync(Cancellation);
        var atOnce = (bool)await _containers.Ledger.GetBlobClient("cargas/1").ExistsAsync(Cancellation);
        _clock.Advance(TimeSpan.FromMinutes(61));
        await sweep.DeleteWaitingAsync(Cancellation);

        // Assert
        Assert.Equal((true, false), (atOnce, (bool)await _containers.Ledger.GetBlobClient("cargas/1").ExistsAsync(Cancellation)));
    }

    [Fact]
    public async Task The_sweep_runs_at_the_start_and_daily()
    {
        // Arrange
        await PutAsync(_containers.Uploads, "udea/a.csv");
        using var sweep = Sweep(new RetentionOptions { UploadDays = 2 });

        // Act
        await sweep.StartAsync(Cancellation);
        await Eventually.HoldsAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromHours(12));
            return !await _containers.Uploads.GetBlobClient("udea/a.csv").ExistsAsync(Cancellation);
        }, "The upload has become too old.");
        await sweep.StopAsync(Cancellation);

        // Assert
        Assert.InRange(_clock.GetUtcNow() - DateTimeOffset.UtcNow, TimeSpan.FromDays(1), TimeSpan.FromDays(10_000));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(10, 20, true)]
    [InlineData(10, 10, false)]
    [InlineData(0, 10, false)]
    [InlineData(-1, 0, false)]
    public void The_ledger_must_outlive_the_uploads(int uploadDays, int ledgerDays, bool isValid)
    {
        var options = new RetentionOptions { UploadDays = uploadDays, LedgerDays = ledgerDays };

        Assert.Equal(isValid, new RetentionOptionsValidator().Validate(null, options).Succeeded);
    }

    private StorageSweep Sweep(RetentionOptions options) =>
        new(_containers, Options.Create(options), _clock, NullLogger<StorageSweep>.Instance);

    private async Task PutAllAsync()
    {
        await PutAsync(_containers.Uploads, "udea/upload");
        await PutAsync(_containers.Reports, "udea/report");
        await PutAsync(_containers.Ledger, "runs/runs");
        await PutAsync(_containers.Ledger, "emails/emails");
        await PutAsync(_containers.Ledger, "cargas/cargas");
        await PutAsync(_containers.Audit, "audit");
        await PutAsync(_containers.Models, "modelo");
    }

    private static async Task PutAsync(BlobContainerClient container, string name) =>
        await container.GetBlobClient(name).UploadAsync(new BinaryData("x"), Cancellation);

    private async Task<List<string>> LeftAfterAsync(StorageSweep sweep, int days)
    {
        _clock.Advance(TimeSpan.FromDays(days));
        await sweep.ApplyRetentionAsync(Cancellation);
        var left = new List<string>();
        foreach (var container in _containers.All)
        {
            await foreach (var blob in container.GetBlobsAsync(cancellationToken: Cancellation))
            {
                left.Add(blob.Name[(blob.Name.LastIndexOf('/') + 1)..]);
            }
        }

        left.Sort(StringComparer.Ordinal);
        return left;
    }
}
