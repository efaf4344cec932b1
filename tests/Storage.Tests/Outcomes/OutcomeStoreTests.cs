using System.Text;
using Antivirus.Model.Outcomes;
using Antivirus.Storage.Outcomes;
using Antivirus.Support;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage.Tests.Outcomes;

public sealed class OutcomeStoreTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IAsyncLifetime
{
    private const string Stored = """
        {"upload":"udea/2026/a.csv","reportSha256":"ab","scoredAt":"2026-06-01T12:00:00+00:00","measuredAt":"2026-11-01T12:00:00+00:00",
        "measured":{"students":2,"measured":2,"atRisk":1,"labels":{"rows":2,"withoutOutcome":0,"withoutId":0,"repeated":0,
        "contradicting":0,"contradictingLines":[],"notInReport":0},"auc":1,"aucError":0,"brier":0.05,"calibrationError":0.1,
        "reported":{"called":1,"measured":1,"precision":{"hits":1,"of":1},"recall":{"hits":1,"of":1},"lift":2},
        "atCapacity":{"called":1,"measured":1,"precision":{"hits":1,"of":1},"recall":{"hits":1,"of":1},"lift":2},
        "along":[],"deciles":[],"groups":[]}}
        """;

    private Containers _containers = null!;
    private OutcomeStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = Options.Create(new StorageOptions { LedgerContainer = $"t{Guid.NewGuid():N}" });
        _containers = new Containers(new BlobServiceClient(azurite.ConnectionString), options);
        await _containers.Ledger.CreateAsync(cancellationToken: Cancellation);
        _store = new OutcomeStore(_containers);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Labels_are_stored_by_id_with_1_where_the_risk_came_about()
    {
        // Arrange: ids with a comma, a quote and leading zeros
        var labels = new Dictionary<string, bool> { ["B,2"] = false, ["A1"] = true, ["C\"3"] = true, ["007"] = false };

        // Act
        await _store.SaveAsync(Record("udea/2026/a.csv", term: 1), labels, Cancellation);

        // Assert
        Assert.Equal("id,atRisk\n007,0\nA1,1\n\"B,2\",0\n\"C\"\"3\",1\n", await TextAsync("outcomes/udea/2026/a.csv.csv"));
        Assert.Equal(labels.OrderBy(label => label.Key),
            (await _store.FindLabelsAsync("udea/2026/a.csv", Cancellation))!.OrderBy(label => label.Key));
    }

    [Fact]
    public async Task A_record_that_an_earlier_version_stored_is_read()
    {
        // Arrange
        await _containers.Ledger.UploadBlobAsync("outcomes/udea/2026/a.csv.json", new BinaryData(Stored), Cancellation);

        // Act
        var record = await _store.FindAsync("udea/2026/a.csv", Cancellation);

        // Assert
        Assert.Equal(("ab", 2, 1.0, 1), (record!.ReportSha256, record.Measured.Students, record.Measured.Auc,
            record.Measured.AtCapacity.Precision.Hits));
    }

    [Fact]
    public async Task Records_come_oldest_report_first_and_only_of_the_institution()
    {
        // Arrange
        var labels = new Dictionary<string, bool> { ["A1"] = true };
        await _store.SaveAsync(Record("udea/b.csv", term: 2), labels, Cancellation);
        await _store.SaveAsync(Record("udea/c.csv", term: 1), labels, Cancellation);
        await _store.SaveAsync(Record("udea2/a.csv", term: 1), labels, Cancellation);

        // Act
        var records = await _store.ListAsync("udea", Cancellation);

        // Assert
        Assert.Equal(["udea/c.csv", "udea/b.csv"], records.Select(record => record.Upload));
    }

    [Fact]
    public async Task Deleting_leaves_nothing_of_the_upload_and_all_of_the_others()
    {
        // Arrange
        var labels = new Dictionary<string, bool> { ["A1"] = true };
        await _store.SaveAsync(Record("udea/a.csv", term: 1), labels, Cancellation);
        await _store.SaveAsync(Record("udea/a.csv.gz", term: 1), labels, Cancellation);

        // Act
        var (first, again) = (await _store.DeleteAsync("udea/a.csv", Cancellation), await _store.DeleteAsync("udea/a.csv", Cancellation));

        // Assert
        Assert.Equal((true, false), (first, again));
        Assert.Null(await _store.FindAsync("udea/a.csv", Cancellation));
        Assert.False(await _store.ExistsAsync("udea/a.csv", Cancellation));
        Assert.True(await _store.ExistsAsync("udea/a.csv.gz", Cancellation));
    }

    private static OutcomeRecord Record(string upload, int term)
    {
        var student = new JoinedStudent("A1", 1, 0.9, Reported: true, AtRisk: true);
        var join = new OutcomeJoin([student], 1, 1, new LabelCounts { Rows = 1 });
        var scored = new DateTimeOffset(2026, term, 1, 0, 0, 0, TimeSpan.Zero);
        return new OutcomeRecord(upload, "ab", scored, scored.AddMonths(5), MeasureOutcomes.Of(join, 1));
    }

    private async Task<string> TextAsync(string blob) => Encoding.UTF8.GetString(
        (await _containers.Ledger.GetBlobClient(blob).DownloadContentAsync(Cancellation)).Value.Content.ToMemory().Span);
}
