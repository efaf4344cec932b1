using System.Reflection;
using Antivirus.Functions;
using Microsoft.Azure.Functions.Worker;

namespace Antivirus.EndToEnd.Tests.Worker;

/// <summary>What the Functions host finds in the published folder, and how a worker starts and ends.</summary>
[Collection(nameof(WorkerFixture))]
public sealed class WorkerStartTests(WorkerFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_published_folder_declares_every_function_of_the_app()
    {
        var declared = typeof(CreatePredictions).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name)
            .OfType<string>();

        Assert.Equal(declared.Order(StringComparer.Ordinal), fixture.Worker.Functions.Select(function => function.Name)
            .Order(StringComparer.Ordinal));
        Assert.All(["host.json", "worker.config.json", "functions.metadata", "extensions.json"], file =>
            Assert.True(File.Exists(Path.Combine(fixture.AppFolder, file)), file));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(fixture.AppFolder, ".azurefunctions")));
    }

    [Fact]
    public async Task A_worker_that_the_host_terminates_ends_by_itself()
    {
        // Arrange
        await using var worker = await fixture.StartWorkerAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("health", UriKind.Relative));
        using var answer = await worker.SendAsync(request, Cancellation);

        // Act
        await worker.TerminateAsync();

        // Assert
        Assert.True(worker.Process.ExitCode == 0, worker.Process.Output);
    }

    [Fact]
    public async Task A_worker_whose_host_does_not_listen_ends_and_names_the_address()
    {
        // Port 9 is that of a service which nobody runs any more.
        await using var process = WorkerProcess.Start(fixture.AppFolder, new Uri("http://127.0.0.1:9/"), "nobody",
            fixture.WorkerSettings());
        await process.Ended.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("http://127.0.0.1:9/", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AntivirusStorage")]
    [InlineData("UploadsContainer")]
    [InlineData("ReportsContainer")]
    public async Task A_worker_without_a_setting_of_its_triggers_ends_and_names_it_in_one_line(string setting)
    {
        var settings = fixture.WorkerSettings();
        settings.Remove(setting);
        await using var process = WorkerProcess.Start(fixture.AppFolder, fixture.Host.Address, "nobody", settings);
        await process.Ended.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains($"The app does not start. Setting {setting} is missing", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }
}
