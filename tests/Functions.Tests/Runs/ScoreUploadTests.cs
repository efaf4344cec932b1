using Antivirus.Functions.Tests.Observability;
using Antivirus.Storage;
using Antivirus.Storage.Runs;
using Antivirus.Support;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Functions.Tests.Runs;

/// <summary>Uploads that are deleted, replaced or scored elsewhere while an instance is at them.</summary>
public sealed class ScoreUploadTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private const string Name = "univalle/a.csv";
    private const string Report = "univalle/reporte_a.csv";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_that_is_deleted_while_it_is_scored_gets_no_report()
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        var blob = await app.UploadAsync(Name, Row("E1"));
        var upload = WhenRead(blob, () => blob.DeleteAsync(cancellationToken: Cancellation));

        // Act
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => app.ScoreUpload.RunAsync(upload, Name, Cancellation));
        await app.ScoreUpload.RunAsync(blob, Name, Cancellation);

        // Assert
        Assert.Contains(failure.Status, (int[])[404, 412]);
        Assert.Null(await app.ReportAsync(Report));
        Assert.Equal(RunState.Failed, (await app.Ledger.FindAsync(Name, Cancellation))!.State);
    }

    [Fact]
    public async Task An_upload_that_is_replaced_while_it_is_scored_gets_the_report_of_what_is_there()
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        var blob = await app.UploadAsync(Name, Row("E1"));
        var upload = WhenRead(blob, () => app.UploadAsync(Name, Row("E2")));

        // Act
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => app.ScoreUpload.RunAsync(upload, Name, Cancellation));
        var between = await app.ReportAsync(Report);
        await app.ScoreUpload.RunAsync(blob, Name, Cancellation);
        var report = await app.ReportAsync(Report);

        // Assert
        Assert.Equal(412, failure.Status);
        Assert.Null(between);
        Assert.Contains("\r\nE2,", report, StringComparison.Ordinal);
        Assert.DoesNotContain("E1", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_lost_its_claim_writes_over_no_report_of_its_successor(bool hadReport)
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        var report = app.Containers.Reports.GetBlobClient(Report);
        if (hadReport)
        {
            await report.UploadAsync(new BinaryData("de antes"), Cancellation);
        }

        var blob = await app.UploadAsync(Name, Row("E1"));
        var upload = WhenRead(blob, () => report.UploadAsync(new BinaryData("del sucesor"), overwrite: true, Cancellation));

        // Act
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => app.ScoreUpload.RunAsync(upload, Name, Cancellation));

        // Assert
        Assert.Contains(failure.Status, (int[])[409, 412]);
        Assert.Equal("del sucesor", await app.ReportAsync(Report));
    }

    [Fact]
    public async Task A_repeated_run_of_an_upload_whose_report_is_there_brings_out_no_new_version_of_it()
    {
        // Arrange: an instance that died after its report appeared, and before it said so.
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        var blob = await app.UploadAsync(Name, Row("E1"));
        await app.ScoreUpload.RunAsync(blob, Name, Cancellation);
        var first = await app.Containers.Reports.GetBlobClient(Report).GetPropertiesAsync(cancellationToken: Cancellation);
        await using (var claim = await app.Ledger.ClaimAsync(Name, Cancellation))
        {
            await claim.SaveAsync(claim.Run with { State = RunState.Running }, Cancellation);
        }

        // Act
        await app.ScoreUpload.RunAsync(blob, Name, Cancellation);

        // Assert
        var second = await app.Containers.Reports.GetBlobClient(Report).GetPropertiesAsync(cancellationToken: Cancellation);
        Assert.Equal(first.Value.ETag, second.Value.ETag);
        Assert.Equal((RunState.Done, 2), (await app.Ledger.FindAsync(Name, Cancellation)) is { } run ? (run.State, run.Attempt) : default);
    }

    [Fact]
    public async Task An_upload_that_was_deleted_before_its_event_leaves_no_run_that_waits_for_ever()
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);

        // Act
        await app.ScoreUpload.RunAsync(app.Containers.Uploads.GetBlobClient(Name), Name, Cancellation);

        // Assert
        Assert.Null(await app.Ledger.FindAsync(Name, Cancellation));
    }

    [Fact]
    public async Task A_report_of_several_blocks_comes_out_whole()
    {
        // Arrange: some 6 MB of report, where a block holds 4 MiB
        const int students = 200_000;
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        var blob = await app.UploadAsync(Name, string.Concat(Enumerable.Range(0, students).Select(student => Row($"EST{student}"))));

        // Act
        await app.ScoreUpload.RunAsync(blob, Name, Cancellation);

        // Assert
        var report = await app.ReportAsync(Report);
        Assert.True(report!.Length > BlockBlobWriter.DefaultBlockBytes);
        var ids = report.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line[..line.IndexOf(',', StringComparison.Ordinal)]);
        Assert.Equal(Enumerable.Range(0, students).Select(student => $"EST{student}"), ids);
    }

    [Theory]
    [InlineData("univalle/foto.png")]
    [InlineData("sin-carpeta.csv")]
    public async Task A_blob_whose_name_is_refused_counts_as_a_rejected_file(string name)
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        using var recorded = new RecordedTelemetry(app.Telemetry);
        var blob = await app.UploadAsync(name, "1,2,3");

        // Act
        await app.ScoreUpload.RunAsync(blob, name, Cancellation);

        // Assert
        Assert.Equal(1, recorded.Sum("antivirus.files", ("state", "Rejected")));
    }

    [Fact]
    public async Task An_append_blob_is_refused_in_words_and_never_read()
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        await app.Containers.Uploads.GetAppendBlobClient(Name).CreateAsync(cancellationToken: Cancellation);

        // Act
        await app.ScoreUpload.RunAsync(app.Containers.Uploads.GetBlobClient(Name), Name, Cancellation);

        // Assert
        var run = await app.Ledger.FindAsync(Name, Cancellation);
        Assert.Equal((RunState.Rejected, null), (run!.State, run.Report));
        Assert.Contains("como block blob", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("univalle/.DS_Store")]
    [InlineData("univalle/2026/._a.csv")]
    [InlineData("univalle/~$a.csv")]
    [InlineData("univalle/Thumbs.db")]
    [InlineData("univalle/2026/")]
    public async Task A_file_that_a_program_left_is_ignored_and_leaves_no_run(string name)
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        var blob = await app.UploadAsync(name, "x");

        // Act
        await app.ScoreUpload.RunAsync(blob, name, Cancellation);

        // Assert
        Assert.Null(await app.Ledger.FindAsync(name, Cancellation));
    }

    [Fact]
    public async Task A_blob_that_stands_for_a_folder_leaves_no_run()
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        var stub = app.Containers.Uploads.GetBlobClient("univalle/2026");
        await stub.UploadAsync(BinaryData.Empty,
            new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["hdi_isfolder"] = "true" } }, Cancellation);

        // Act
        await app.ScoreUpload.RunAsync(stub, stub.Name, Cancellation);

        // Assert
        Assert.Null(await app.Ledger.FindAsync(stub.Name, Cancellation));
    }

    /// <summary>The upload's blob by way of a client that, once the file is read, lets something happen.</summary>
    private BlobClient WhenRead(BlobClient blob, Func<Task> happens)
    {
        var happened = 0;
        var interference = new Interference
        {
            After = request => request.Method == RequestMethod.Get && Interlocked.Exchange(ref happened, 1) == 0 ? happens()
                : Task.CompletedTask,
        };
        return interference.Connect(azurite.ConnectionString).GetBlobContainerClient(blob.BlobContainerName).GetBlobClient(blob.Name);
    }

    private static string Row(string id) => $"{id},17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";
}
