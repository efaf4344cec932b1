using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Antivirus.LocalHost.Blobs;
using Antivirus.LocalHost.Tests.Fakes;
using Antivirus.Support;
using Azure.Core.Diagnostics;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.DependencyInjection;

namespace Antivirus.LocalHost.Tests.Blobs;

/// <summary>Several instances on one account, and what one leaves to the others.</summary>
public sealed class SharingTests(AzuriteAccount azurite)
{
    private static readonly Type[] Functions = [typeof(OnUpload)];

    [Fact]
    public async Task Two_instances_share_the_work_and_double_nothing()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        await uploads.PutManyAsync(40);
        static Calls Slowly() => new() { OnCall = (_, cancellationToken) => Task.Delay(50, cancellationToken) };

        // Act
        await using var one = await TestHost.StartAsync(Functions, uploads.Settings, Slowly());
        await using var other = await TestHost.StartAsync(Functions, uploads.Settings, Slowly());
        await uploads.PutAsync("nuevo.csv");
        await Eventually.HoldsAsync(() => Task.FromResult(one.Calls.Finished.Count + other.Calls.Finished.Count >= 41), "All were done.");

        // Assert
        Assert.Equal(41, one.Calls.Begun.Concat(other.Calls.Begun).Distinct().Count());
        Assert.Equal(41, one.Calls.Begun.Count + other.Calls.Begun.Count);
        Assert.NotEmpty(other.Calls.Begun);
    }

    [Fact]
    public async Task A_restart_reads_the_receipts_of_a_full_container_in_one_listing()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        await uploads.PutManyAsync(60);
        await using (var first = await TestHost.StartAsync(Functions, uploads.Settings))
        {
            await Eventually.HoldsAsync(() => Task.FromResult(first.Calls.Finished.Count == 60), "All were done.");
            await first.StopAsync();
        }

        var requests = new ConcurrentQueue<string>();
        using var listener = new AzureEventSourceListener((written, text) => requests.Enqueue($"{written.EventName} {text}"),
            EventLevel.Informational);

        // Act
        await using var second = await TestHost.StartAsync(Functions, uploads.Settings);
        await uploads.PutAsync("nuevo.csv");
        await Eventually.HoldsAsync(() => Task.FromResult(second.Calls.Finished.Count == 1), "The new one was done.");

        // Assert: what is left are the requests for the new blob's own receipt.
        var ofReceipts = requests.Where(request => request.StartsWith("Request ", StringComparison.Ordinal)
            && request.Contains($"/receipts/OnUpload/{uploads.Container.Name}/", StringComparison.Ordinal));
        Assert.InRange(ofReceipts.Count(), 1, 12);
    }

    [Theory]
    [InlineData(Hold.Claim)]
    [InlineData(Hold.LeaseOfAnEarlierVersion)]
    public async Task The_work_of_a_killed_instance_is_taken_over_when_its_claim_runs_out(Hold hold)
    {
        // Arrange: what a kill -9 leaves behind is a receipt that says "running" under a claim that nobody renews.
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        await uploads.PutAsync("a.csv");
        await LeaveAsAKilledInstanceAsync(uploads, "a.csv", hold);

        // Act
        await using var host = await TestHost.StartAsync(Functions, [.. uploads.Settings, ("LocalHost:LeaseSeconds", "15")]);
        await uploads.PutAsync("b.csv");
        await Eventually.HoldsAsync(() => Task.FromResult(host.Calls.Finished.Contains("b.csv")), "The other blob was done at once.");
        Assert.DoesNotContain("a.csv", host.Calls.Begun);

        // Assert
        await Eventually.HoldsAsync(() => Task.FromResult(host.Calls.Finished.Contains("a.csv")), "The work was taken over.");
        Assert.Equal(2, host.Calls.Begun.Count);
    }

    [Fact]
    public async Task A_blob_that_killed_its_host_five_times_kills_no_sixth()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        await uploads.PutAsync("asesino.csv");
        await LeaveAsAKilledInstanceAsync(uploads, "asesino.csv", Hold.None, deathsAlone: 4);
        var givenUp = new ConcurrentQueue<GivenUpBlob>();

        // Act
        await using var host = await TestHost.StartAsync(Functions, uploads.Settings, configure: services =>
            services.AddSingleton<OnBlobGivenUp>((blob, _) =>
        {
            givenUp.Enqueue(blob);
            return Task.CompletedTask;
        }));
        await Eventually.HoldsAsync(async () => (await uploads.PoisonAsync()).Count == 1, "The message came.");

        // Assert: the app knows it before the queue does.
        Assert.Empty(host.Calls.Begun);
        Assert.Equal(("OnUpload", "asesino.csv", "5 instances died at it"),
            givenUp.Single() is var told ? (told.Function, told.Name, told.Reason) : default);
    }

    [Fact]
    public async Task A_healthy_blob_whose_instances_were_killed_five_times_is_done()
    {
        // Arrange: each of them had other blobs in work too.
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        await uploads.PutAsync("sano.csv");
        await LeaveAsAKilledInstanceAsync(uploads, "sano.csv", Hold.None, deaths: 4);

        // Act
        await using var host = await TestHost.StartAsync(Functions, uploads.Settings);
        await Eventually.HoldsAsync(() => Task.FromResult(host.Calls.Finished.Count == 1), "It was done.");

        // Assert
        Assert.Empty(await uploads.PoisonAsync());
        Assert.True(host.Log.Contain("OnUpload takes sano.csv over: the instance that had it in work died (5 so far)"));
    }

    [Fact]
    public async Task Waiting_for_another_instance_is_no_try_and_holds_up_no_other_blob()
    {
        // Arrange: more often busy than a blob has tries.
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        var calls = new Calls();
        calls.OnCall = (name, _) => name == "ocupado.csv" && calls.Begun.Count(begun => begun == name) < 7
            ? throw new Antivirus.Blobs.BlobBusyException(name)
            : Task.CompletedTask;

        // Act
        await using var host = await TestHost.StartAsync(Functions, uploads.Settings, calls, OneAtATime);
        await uploads.PutAsync("ocupado.csv");
        await Eventually.HoldsAsync(() => Task.FromResult(host.Log.Contain("OnUpload waits with ocupado.csv")), "It waits.");
        await uploads.PutAsync("otro.csv");
        await Eventually.HoldsAsync(() => Task.FromResult(calls.Finished.Count == 2), "Both were done.");

        // Assert
        Assert.Equal(["otro.csv", "ocupado.csv"], calls.Finished);
        Assert.Empty(await uploads.PoisonAsync());
    }

    [Fact]
    public async Task A_blob_at_which_an_instance_died_is_worked_on_alone()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        await uploads.PutManyAsync(6);
        await LeaveAsAKilledInstanceAsync(uploads, "0000.csv", Hold.None);
        await LeaveAsAKilledInstanceAsync(uploads, "0003.csv", Hold.None);
        var calls = new Calls();
        var together = new ConcurrentQueue<string>();
        calls.OnCall = async (name, cancellationToken) =>
        {
            await Task.Delay(100, cancellationToken);
            if (name is "0000.csv" or "0003.csv" && calls.Running > 1)
            {
                together.Enqueue(name);
            }
        };

        // Act
        await using var host = await TestHost.StartAsync(Functions, uploads.Settings, calls);
        await Eventually.HoldsAsync(() => Task.FromResult(calls.Finished.Count == 6), "All were done.");

        // Assert
        Assert.Empty(together);
    }

    [Fact]
    public async Task An_instance_that_comes_late_to_a_replaced_version_leaves_the_receipt_of_the_new_one_alone()
    {
        // Arrange: one instance waits with an old version in its list while another does the new one.
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        await uploads.PutAsync("a.csv", "versión uno");
        await uploads.PutAsync("b.csv");
        var gate = new TaskCompletionSource();
        var busy = new Calls { OnCall = (_, cancellationToken) => gate.Task.WaitAsync(cancellationToken) };
        await using var late = await TestHost.StartAsync(Functions, uploads.Settings, busy, OneAtATime);
        await Eventually.HoldsAsync(() => Task.FromResult(busy.Begun.Count == 1), "One blob is in work, the other in the list.");
        var waiting = busy.Begun.Single() == "a.csv" ? "b.csv" : "a.csv";
        await uploads.PutAsync(waiting, "versión dos");
        await using (var quick = await TestHost.StartAsync(Functions, uploads.Settings))
        {
            await Eventually.HoldsAsync(() => Task.FromResult(quick.Calls.Finished.Contains(waiting)),
                "The other instance did the new version.");
            await quick.StopAsync();
        }

        // Act
        gate.SetResult();
        await uploads.PutAsync("c.csv");
        await Eventually.HoldsAsync(() => Task.FromResult(busy.Finished.Contains("c.csv")), "The list is done, and a later one too.");

        // Assert
        Assert.DoesNotContain(waiting, busy.Begun);
    }

    private static void OneAtATime(IServiceCollection services) =>
        services.AddSingleton(LocalHost.Hosting.HostJson.Default with { MaxDegreeOfParallelism = 1 });

    private async Task LeaveAsAKilledInstanceAsync(Uploads uploads, string name, Hold hold, int deaths = 0,
        int deathsAlone = 0)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var etag = (await uploads.Container.GetBlobClient(name)
            .GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag.ToString().Trim('"');
        var receipts = new BlobContainerClient(azurite.ConnectionString, "azure-webjobs-hosts");
        await receipts.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var receipt = receipts.GetBlobClient($"antivirus-local/receipts/OnUpload/{uploads.Container.Name}/{ReceiptStore.KeyOf(name)}");
        await receipt.UploadAsync(BinaryData.Empty, cancellationToken);
        var left = new Receipt(etag, ReceiptState.Running, 1, null)
        {
            Deaths = deaths,
            DeathsAlone = deathsAlone,
            RunsAlone = deathsAlone > 0
        };
        var metadata = left.ToMetadata();
        if (hold == Hold.Claim)
        {
            (metadata["holder"], metadata["holdsseconds"]) = ("0123456789abcdef", "15");
        }

        await receipt.SetMetadataAsync(metadata, cancellationToken: cancellationToken);
        if (hold == Hold.LeaseOfAnEarlierVersion)
        {
            await receipt.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: cancellationToken);
        }
    }

    /// <summary>How a killed instance still holds what it had in work.</summary>
    public enum Hold
    {
        None,
        Claim,
        LeaseOfAnEarlierVersion,
    }
}
