using Antivirus.Functions.Tests.Api;
using Antivirus.Storage.Runs;
using Antivirus.Support;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Functions.Tests.Runs;

/// <summary>What the log says of an upload that failed: status, code, institution and file, and never a student.</summary>
public sealed class FailedUploadLogTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IDisposable
{
    private const string Name = "univalle/2026/a.csv";
    private const string Row = "EST-SECRETO,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";

    private readonly LogLines _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("model", "no-existe")]
    [InlineData("reports", "404 ContainerNotFound")]
    [InlineData("leased", "412 LeaseIdMissing")]
    public async Task A_try_that_fails_names_status_code_institution_and_file_and_no_student(string fault, string expected)
    {
        // Arrange
        var settings = new Dictionary<string, string?> { ["Model"] = fault == "model" ? "no-existe" : null };
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString, fault == "model" ? settings : null, log: _log);
        var upload = await app.UploadAsync(Name, Row);
        await SpoilAsync(app, fault);

        // Act
        await Assert.ThrowsAnyAsync<Exception>(() => app.ScoreUpload.RunAsync(upload, Name, Cancellation));

        // Assert
        Assert.Contains(_log.Lines, line =>
            line.Contains("Upload 2026/a.csv of institution univalle failed in try 1: ", StringComparison.Ordinal)
            && line.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("EST-SECRETO", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upload_that_is_given_up_is_named_with_its_institution()
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString, log: _log);
        var upload = await app.UploadAsync(Name, Row);
        var etag = (await upload.GetPropertiesAsync(cancellationToken: Cancellation)).Value.ETag.ToString().Trim('"');

        // Act
        await app.GivenUp.GiveUpAsync(Name, etag, "409 LeaseAlreadyPresent", Cancellation);

        // Assert
        Assert.Contains(_log.Lines, line =>
            line.Contains($"Cohort {Name} is given up (409 LeaseAlreadyPresent)", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("EST-SECRETO", StringComparison.Ordinal));
        Assert.Equal(RunState.Failed, (await app.Ledger.FindAsync(Name, Cancellation))!.State);
    }

    public void Dispose() => _log.Dispose();

    private static async Task SpoilAsync(ScoringApp app, string fault)
    {
        if (fault == "reports")
        {
            await app.Containers.Reports.DeleteAsync(cancellationToken: Cancellation);
        }
        else if (fault == "leased")
        {
            var report = app.Containers.Reports.GetBlobClient("univalle/2026/reporte_a.csv");
            await report.UploadAsync(BinaryData.FromString("x"), Cancellation);
            await report.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(60), cancellationToken: Cancellation);
        }
    }
}
