using System.Diagnostics;
using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>The original's endpoint in place of the local model, through the real host and the real console.</summary>
public sealed class SageMakerTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IDisposable
{
    private static readonly string Golden = RepositoryFolder.File("tests", "Model.Tests", "golden", "sagemaker-univalle");
    private readonly TemporaryFolder _folder = new();
    private readonly Storage _storage = new(azurite.ConnectionString);

    [Fact]
    public async Task The_recorded_run_goes_through_the_host_byte_for_byte()
    {
        // Arrange
        await using var endpoint = await FakeSageMakerEndpoint.StartAsync(_ => Recorded());
        await using var host = await RunningHost.StartAsync(azurite.ConnectionString, _folder.File("correo"),
            Settings(endpoint, "dropout"));

        // Act
        await _storage.UploadAsync("univalle/cohorte-2020-2.csv",
            await File.ReadAllTextAsync(Path.Combine(Golden, "cohorte-2020-2.csv"), Cancellation));
        var report = await _storage.WaitForReportAsync("univalle/reporte_cohorte-2020-2.csv");

        // Assert
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Golden, "reporte_cohorte-2020-2.csv"), Cancellation), report);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Golden, "payload.csv"), Cancellation), endpoint.Calls.Single().Text);
    }

    [Fact]
    public async Task An_endpoint_that_refuses_at_first_gives_no_report_until_the_trigger_tries_again()
    {
        // Arrange
        await using var endpoint = await FakeSageMakerEndpoint.StartAsync(call =>
            call.Number < 2 ? FakeSageMakerAnswer.Error(400, "ValidationError", "The endpoint is being updated.") : Recorded());
        await using var host = await RunningHost.StartAsync(azurite.ConnectionString, _folder.File("correo"),
            [.. Settings(endpoint, "dropout"), ("LocalHost__RetrySeconds", "0.2")]);

        // Act
        await _storage.UploadAsync("univalle/segunda.csv",
            await File.ReadAllTextAsync(Path.Combine(Golden, "cohorte-2020-2.csv"), Cancellation));
        var report = await _storage.WaitForReportAsync("univalle/reporte_segunda.csv");

        // Assert
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Golden, "reporte_cohorte-2020-2.csv"), Cancellation), report);
        Assert.True(endpoint.CallCount >= 2);
    }

    [Fact]
    public async Task A_host_without_a_meaning_of_the_number_does_not_start_and_says_why()
    {
        // Arrange
        await using var endpoint = await FakeSageMakerEndpoint.StartAsync(_ => Recorded());

        // Act
        var (exitCode, output) = await RunAsync("Antivirus.Functions.dll", [], Settings(endpoint, ""));

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("SageMaker__Predicts", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_console_scores_with_the_endpoint_and_compares_it_with_the_local_model()
    {
        // Arrange
        await using var endpoint = await FakeSageMakerEndpoint.StartAsync(_ => Recorded());
        var cohort = Path.Combine(Golden, "cohorte-2020-2.csv");
        var report = _folder.File("reporte.csv");

        // Act
        var predicted = await RunAsync("Antivirus.Training.dll",
            ["predict", "--scorer", "sagemaker", "--in", cohort, "--out", report, "--columns", "original"], Settings(endpoint, "dropout"));
        var compared = await RunAsync("Antivirus.Training.dll", ["compare", "--left", "local", "--right", "sagemaker", "--in", cohort],
            Settings(endpoint, "dropout"));

        // Assert
        Assert.True(predicted.ExitCode == 0, predicted.Output);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Golden, "reporte_cohorte-2020-2.csv"), Cancellation),
            await File.ReadAllTextAsync(report, Cancellation));
        Assert.True(compared.ExitCode == 0, compared.Output);
        Assert.Contains("25 students scored by both", compared.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static FakeSageMakerAnswer Recorded() =>
        FakeSageMakerAnswer.Text(File.ReadAllText(Path.Combine(Golden, "endpoint-response.csv")));

    private static (string Name, string Value)[] Settings(FakeSageMakerEndpoint endpoint, string predicts) =>
    [
        ("Scorer", "SageMaker"),
        ("ReportColumns", "Original"),
        ("SageMaker__EndpointName", "desercion"),
        ("SageMaker__ServiceUrl", endpoint.Url.ToString()),
        ("SageMaker__Predicts", predicts),
        ("SageMaker__MaxRetries", "0"),
        ("AWS_ACCESS_KEY_ID", FakeSageMakerEndpoint.AccessKey),
        ("AWS_SECRET_ACCESS_KEY", FakeSageMakerEndpoint.SecretKey),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ];

    private async Task<(int ExitCode, string Output)> RunAsync(string assembly, string[] arguments, (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings.Append(("AntivirusStorage", azurite.ConnectionString)))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output + await errors);
    }
}
