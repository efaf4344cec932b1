using Antivirus.LocalHost.Tests.Fakes;
using Antivirus.Support;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace Antivirus.LocalHost.Tests.Blobs;

/// <summary>Storage that comes and goes, on an Azurite of the test's own.</summary>
public sealed class StorageOutageTests
{
    [Fact]
    public async Task A_host_waits_for_storage_that_is_down_at_start_and_again_in_mid_run()
    {
        // Arrange
        await using var azurite = new AzuriteServer();
        await azurite.StartAsync();
        await azurite.StopAsync();
        var uploads = new Uploads(azurite.ConnectionString);
        await using var host = await TestHost.StartAsync([typeof(OnUpload)], uploads.Settings);
        await Eventually.HoldsAsync(() => Task.FromResult(host.Log.Contain(
            "OnUpload waits: storage of setting AntivirusStorage at 127.0.0.1 is out of reach (ConnectionRefused)")), "The host says so.");

        // Act
        await azurite.StartAsync();
        await uploads.Container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await uploads.PutAsync("a.csv");
        await Eventually.HoldsAsync(() => Task.FromResult(host.Calls.Finished.Contains("a.csv")), "The host went on.");
        await azurite.StopAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(host.Log.All.Count(line =>
            line.Contains("OnUpload waits", StringComparison.Ordinal)) == 2), "The host says so again.");
        await azurite.StartAsync();
        await uploads.Container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await uploads.PutAsync("b.csv");
        await Eventually.HoldsAsync(() => Task.FromResult(host.Calls.Finished.Contains("b.csv")), "The host went on again.");

        // Assert: in sentences, not in stack traces.
        Assert.True(host.Log.Contain("OnUpload goes on"));
        Assert.DoesNotContain(host.Log.All, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_work_whose_storage_is_gone()
    {
        // Arrange: work that ends when it is given back only, and an hour for it.
        await using var azurite = new AzuriteServer();
        await azurite.StartAsync();
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        var endless = new Calls { OnCall = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken) };
        await using var host = await TestHost.StartAsync([typeof(OnUpload)],
            [.. uploads.Settings, ("LocalHost:StopSeconds", "3600"), ("LocalHost:LeaseSeconds", "60")], endless);
        await uploads.PutAsync("a.csv");
        await Eventually.HoldsAsync(() => Task.FromResult(endless.Begun.Count == 1), "It began.");

        // Act
        await azurite.StopAsync();
        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // Assert
        Assert.True(host.Log.Contain("Stopping: storage is out of reach"));
        Assert.Equal(0, endless.Running);
    }

    [Fact]
    public async Task Work_that_storage_has_lost_is_done_again_though_no_outage_was_seen()
    {
        // Arrange
        await using var azurite = new AzuriteServer();
        await azurite.StartAsync();
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        var returns = 0;
        await using var host = await TestHost.StartAsync([typeof(OnUpload)], uploads.Settings, configure: services =>
            services.AddSingleton<OnStorageReturned>(_ =>
        {
            Interlocked.Increment(ref returns);
            return Task.CompletedTask;
        }));
        await uploads.PutManyAsync(2);
        await Eventually.HoldsAsync(() => Task.FromResult(host.Calls.Finished.Count == 2), "Both were done.");

        // Act: the last receipts are gone, as after the crash of an emulator between two looks.
        var receipts = new BlobContainerClient(azurite.ConnectionString, "azure-webjobs-hosts");
        await foreach (var receipt in receipts.GetBlobsAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            await Eventually.HoldsAsync(() => DeletesAsync(receipts.GetBlobClient(receipt.Name)), "Its lease is over.");
        }

        // Assert
        await Eventually.HoldsAsync(() => Task.FromResult(host.Calls.Finished.Count == 4), "Both were done again.");
        Assert.True(returns > 0, "The app was told.");
        Assert.DoesNotContain(host.Log.All, line => line.Contains("waits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_outlives_a_proxy_that_answers_a_page_in_the_place_of_storage()
    {
        // Arrange
        await using var azurite = new AzuriteServer();
        await azurite.StartAsync();
        await using var proxy = await StorageProxy.StartAsync(azurite.ConnectionString);
        proxy.AnswerInstead = request => request.Query["comp"] == "list" ? "<html>Inicie sesión" : null;
        var uploads = new Uploads(azurite.ConnectionString);
        await uploads.Container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var host = await TestHost.StartAsync([typeof(OnUpload)],
            [("AntivirusStorage", proxy.ConnectionString), ("Uploads", uploads.Container.Name)]);
        await Eventually.HoldsAsync(() => Task.FromResult(host.Log.Contain("OnUpload waits: ")), "The host says so.");

        // Act
        proxy.AnswerInstead = _ => null;
        await uploads.PutAsync("a.csv");

        // Assert
        await Eventually.HoldsAsync(() => Task.FromResult(host.Calls.Finished.Contains("a.csv")), "The host went on.");
        Assert.True(host.Log.Contain("OnUpload goes on"));
    }

    private static async Task<bool> DeletesAsync(BlobClient receipt)
    {
        try
        {
            return await receipt.DeleteIfExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        }
        catch (RequestFailedException leased) when (leased.Status == 412)
        {
            return false;
        }
    }
}
