using Antivirus.Functions;
using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests.Worker;

/// <summary>Both blob triggers under the real worker, on a good day and when a run is cancelled, fails, or loses its worker or its
/// host.</summary>
[Collection(nameof(WorkerFixture))]
public sealed class WorkerBlobTests(WorkerFixture fixture) : IDisposable
{
    private const string Row = "EST-SECRETO,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";
    private readonly ManualResetEventSlim _scoring = new();
    private readonly ManualResetEventSlim _released = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _scoring.Dispose();
        _released.Dispose();
    }

    [Fact]
    public async Task An_upload_becomes_the_report_and_the_email_that_LocalHost_makes_of_it()
    {
        // Act
        var report = await fixture.ScoreOnBothAsync("udea/2020/año 🎓.csv", Row + "EST-OCULTO,x,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n");

        // Assert
        Assert.Equal(await fixture.LocalStorage.WaitForReportAsync(report), await fixture.Storage.WaitForReportAsync(report));
        var problems = report.Replace("reporte_", "errores_", StringComparison.Ordinal);
        Assert.Equal(await fixture.LocalStorage.WaitForReportAsync(problems), await fixture.Storage.WaitForReportAsync(problems));
        Assert.Equal("bienestar@udea.example", Assert.Single(fixture.EmailsAbout(report)).To.ToString());
    }

    [Fact]
    public async Task Events_that_come_again_change_nothing()
    {
        // Arrange
        var report = fixture.Storage.Reports.GetBlobClient(await fixture.ScoreOnBothAsync("udea/repetida.csv", Row));
        var before = await report.GetPropertiesAsync(cancellationToken: Cancellation);

        // Act
        WorkerFixture.AssertSuccess(await fixture.Worker.InvokeBlobAsync(nameof(CreatePredictions), "udea/repetida.csv"));
        WorkerFixture.AssertSuccess(await fixture.Worker.InvokeBlobAsync(nameof(SendReportEmail), report.Name));

        // Assert
        var after = await report.GetPropertiesAsync(cancellationToken: Cancellation);
        Assert.Equal(before.Value.ETag, after.Value.ETag);
        Assert.Single(fixture.EmailsAbout(report.Name));
    }

    [Fact]
    public async Task An_event_whose_blob_is_gone_succeeds_and_does_nothing()
    {
        WorkerFixture.AssertSuccess(await fixture.Worker.InvokeBlobAsync(nameof(CreatePredictions), "udea/borrada.csv"));
        WorkerFixture.AssertSuccess(await fixture.Worker.InvokeBlobAsync(nameof(SendReportEmail), "udea/reporte_borrada.csv"));
        Assert.Empty(await Storage.NamesAsync(fixture.Storage.Ledger, "runs/udea/borrada"));
    }

    [Fact]
    public async Task A_run_that_the_host_cancels_reports_it_and_leaves_the_upload_to_the_next_event()
    {
        // Arrange
        await using var endpoint = await HoldEndpointAsync();
        await using var worker = await fixture.StartWorkerAsync(SageMaker(endpoint));
        await fixture.Storage.UploadAsync("udea/cancelada.csv", Row);
        using var cancellation = new CancellationTokenSource();

        // Act
        var running = worker.InvokeBlobAsync(nameof(CreatePredictions), "udea/cancelada.csv", cancellation);
        await ScoringAsync();
        await cancellation.CancelAsync();
        var cancelled = await running;
        var reports = await Storage.NamesAsync(fixture.Storage.Reports, "udea/reporte_cancelada");
        _released.Set();
        var next = await worker.InvokeBlobAsync(nameof(CreatePredictions), "udea/cancelada.csv");

        // Assert
        Assert.NotEqual(Outcome.Types.Status.Success, cancelled.Outcome.Status);
        Assert.Empty(reports);
        WorkerFixture.AssertSuccess(next);
        await fixture.Storage.WaitForReportAsync("udea/reporte_cancelada.csv");
    }

    [Fact]
    public async Task A_run_that_throws_is_a_failure_whose_reason_names_no_student()
    {
        // Arrange
        await using var worker = await fixture.StartWorkerAsync(("Model", "no-existe"));
        await fixture.Storage.UploadAsync("udea/sin-modelo.csv", Row);

        // Act
        var result = await worker.InvokeBlobAsync(nameof(CreatePredictions), "udea/sin-modelo.csv");

        // Assert
        Assert.Equal(Outcome.Types.Status.Failure, result.Outcome.Status);
        Assert.Contains("no-existe", result.Outcome.Failure.Message, StringComparison.Ordinal);
        Assert.Equal("Failed", await fixture.Storage.StateOfAsync("udea/sin-modelo.csv"));
        Assert.DoesNotContain("EST-SECRETO", result.ToString() + worker.Log + worker.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_is_killed_in_mid_run_leaves_the_run_to_the_next_worker()
    {
        // Arrange
        await using var endpoint = await HoldEndpointAsync();
        await fixture.Storage.UploadAsync("udea/matada.csv", Row);
        await using (var killed = await fixture.StartWorkerAsync(SageMaker(endpoint)))
        {
            var running = killed.InvokeBlobAsync(nameof(CreatePredictions), "udea/matada.csv");
            await ScoringAsync();

            // Act
            await killed.Process.KillAsync();
            await Assert.ThrowsAsync<IOException>(() => running);
        }

        await EndClaimAsync("udea/matada.csv");
        WorkerFixture.AssertSuccess(await fixture.Worker.InvokeBlobAsync(nameof(CreatePredictions), "udea/matada.csv"));

        // Assert
        Assert.Equal("Done", await fixture.Storage.StateOfAsync("udea/matada.csv"));
        Assert.Equal(2, (await fixture.Storage.FindRunAsync("udea/matada.csv"))!.Value.GetProperty("attempt").GetInt32());
        Assert.Single(await Storage.NamesAsync(fixture.Storage.Reports, "udea/reporte_matada"));
    }

    [Fact]
    public async Task An_upload_whose_worker_dies_in_all_five_tries_ends_as_Failed_with_an_email()
    {
        // Arrange: after the fifth the host leaves the event in its poison queue.
        await using var endpoint = await HoldEndpointAsync();
        await fixture.Storage.UploadAsync("udea/mortal.csv", Row);
        for (var tries = 0; tries < 5; tries++)
        {
            _scoring.Reset();
            await using var killed = await fixture.StartWorkerAsync(SageMaker(endpoint));
            var running = killed.InvokeBlobAsync(nameof(CreatePredictions), "udea/mortal.csv");
            await ScoringAsync();
            await killed.Process.KillAsync();
            await Assert.ThrowsAsync<IOException>(() => running);
            await EndClaimAsync("udea/mortal.csv");
        }

        Assert.Equal("Running", await fixture.Storage.StateOfAsync("udea/mortal.csv"));

        // Act: no further event comes; the next worker that starts, for whatever reason, ends the run.
        await using var worker = await fixture.StartWorkerAsync();
        await fixture.Storage.WaitForReportAsync("udea/errores_mortal.csv");
        WorkerFixture.AssertSuccess(await worker.InvokeBlobAsync(nameof(SendReportEmail), "udea/errores_mortal.csv"));

        // Assert
        Assert.Equal("Failed", await fixture.Storage.StateOfAsync("udea/mortal.csv"));
        Assert.Contains("No se pudo procesar", Assert.Single(fixture.EmailsAbout("udea/mortal.csv")).Subject, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => Task.FromResult(worker.Log.Contains(
            "Cohort udea/mortal.csv is given up (the process died in try 5 and no further one follows)", StringComparison.Ordinal)),
            "The log says so.");
    }

    [Fact]
    public async Task A_host_that_dies_in_mid_call_costs_neither_report_nor_email_and_doubles_none()
    {
        // Arrange
        await using var endpoint = await HoldEndpointAsync();
        await fixture.Storage.UploadAsync("udea/huerfana.csv", Row);
        await using var host = await FakeFunctionsHost.StartAsync();
        await using var orphan = await fixture.StartWorkerAsync(host, SageMaker(endpoint));
        var running = orphan.InvokeBlobAsync(nameof(CreatePredictions), "udea/huerfana.csv");
        await ScoringAsync();

        // Act
        await host.DieAsync();
        await Assert.ThrowsAsync<IOException>(() => running);
        _released.Set();
        WorkerFixture.AssertSuccess(await fixture.Worker.InvokeBlobAsync(nameof(CreatePredictions), "udea/huerfana.csv"));
        WorkerFixture.AssertSuccess(await fixture.Worker.InvokeBlobAsync(nameof(SendReportEmail), "udea/reporte_huerfana.csv"));

        // Assert
        Assert.Equal("Done", await fixture.Storage.StateOfAsync("udea/huerfana.csv"));
        Assert.Single(await Storage.NamesAsync(fixture.Storage.Reports, "udea/reporte_huerfana"));
        Assert.Single(fixture.EmailsAbout("udea/reporte_huerfana.csv"));
    }

    /// <summary>An endpoint that keeps its caller waiting until the test lets it answer.</summary>
    private Task<FakeSageMakerEndpoint> HoldEndpointAsync() => FakeSageMakerEndpoint.StartAsync(call =>
    {
        _scoring.Set();
        _released.Wait(TimeSpan.FromMinutes(2));
        return FakeSageMakerAnswer.Right(call);
    });

    private Task ScoringAsync() => Eventually.HoldsAsync(() => Task.FromResult(_scoring.IsSet), "The run is in the middle of its scoring.");

    private static (string Name, string Value)[] SageMaker(FakeSageMakerEndpoint endpoint) =>
    [
        ("Scorer", "SageMaker"),
        ("SageMaker__EndpointName", "desercion"),
        ("SageMaker__ServiceUrl", endpoint.Url.ToString()),
        ("SageMaker__Predicts", "dropout"),
        ("AWS_ACCESS_KEY_ID", FakeSageMakerEndpoint.AccessKey),
        ("AWS_SECRET_ACCESS_KEY", FakeSageMakerEndpoint.SecretKey),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ];

    /// <summary>The dead worker's claim would run out within a minute; the test does not wait for it.</summary>
    private async Task EndClaimAsync(string upload)
    {
        var entry = fixture.Storage.Ledger.GetBlobClient($"runs/{upload}.json");
        var metadata = (await entry.GetPropertiesAsync(cancellationToken: Cancellation)).Value.Metadata;
        Assert.True(metadata.Remove("holdsseconds"), "Nobody held it.");
        await entry.SetMetadataAsync(metadata, cancellationToken: Cancellation);
    }
}
