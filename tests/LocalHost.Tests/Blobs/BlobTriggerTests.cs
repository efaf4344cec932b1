using System.Text.Json;
using Antivirus.LocalHost.Tests.Fakes;
using Antivirus.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Antivirus.LocalHost.Tests.Blobs;

/// <summary>What a function that blobs trigger may rely on.</summary>
public sealed class BlobTriggerTests(AzuriteAccount azurite)
{
    private static readonly Type[] OnUploadOnly = [typeof(OnUpload)];

    [Fact]
    public async Task A_function_gets_its_blob_in_each_form_that_it_can_ask_for()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        await uploads.PutAsync("univalle/2020/a.csv", "uno");

        // Act
        await using var host = await TestHost.StartAsync([typeof(InEveryForm)], uploads.Settings);
        await Eventually.HoldsAsync(() => Task.FromResult(host.Calls.Finished.Count == 5), "All five functions were called.");

        // Assert: the first name takes as much as it can.
        string[] expected = ["BlobContainerClient uno univalle/2020 a AsContainer", "BlockBlobClient uno", "Stream uno", "byte[] uno",
            "string uno"];
        Assert.Equal(expected, host.Calls.Finished.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_blob_that_is_replaced_is_done_again_and_one_that_is_not_is_left_alone()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        await uploads.PutAsync("a.csv");
        await uploads.PutAsync("b.csv");
        await using var host = await TestHost.StartAsync(OnUploadOnly, uploads.Settings);
        await FinishedAsync(host, 2);

        // Act
        await uploads.PutAsync("b.csv", "otro");
        await FinishedAsync(host, 3);
        await uploads.PutAsync("c.csv");
        await FinishedAsync(host, 4);

        // Assert
        Assert.Equal(["a.csv", "b.csv", "b.csv", "c.csv"], host.Calls.Begun.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_restart_repeats_nothing()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        await uploads.PutManyAsync(20);
        await using (var first = await TestHost.StartAsync(OnUploadOnly, uploads.Settings))
        {
            await FinishedAsync(first, 20);
            await first.StopAsync();
        }

        // Act
        await using var second = await TestHost.StartAsync(OnUploadOnly, uploads.Settings);
        await uploads.PutAsync("nuevo.csv");
        await FinishedAsync(second, 1);

        // Assert
        Assert.Equal("nuevo.csv", Assert.Single(second.Calls.Begun));
    }

    [Fact]
    public async Task A_blob_that_fails_five_times_ends_in_the_poison_queue_with_the_fields_of_the_real_host()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        var calls = new Calls
        {
            OnCall = (name, _) =>
            name == "malo.csv" ? throw new InvalidOperationException("No se puede.") : Task.CompletedTask
        };
        await using var host = await TestHost.StartAsync(OnUploadOnly, uploads.Settings, calls);

        // Act
        await uploads.PutAsync("malo.csv");
        var etag = (await uploads.Container.GetBlobClient("malo.csv")
            .GetPropertiesAsync(cancellationToken: TestContext.Current.CancellationToken)).Value.ETag;
        await Eventually.HoldsAsync(async () => (await uploads.PoisonAsync()).Count > 0, "The message came.");
        await uploads.PutAsync("bueno.csv");
        await FinishedAsync(host, 1);

        // Assert
        Assert.Equal(5, calls.Begun.Count(name => name == "malo.csv"));
        using var message = JsonDocument.Parse(Assert.Single(await uploads.PoisonAsync()));
        var fields = message.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString());
        Assert.Equal("Host.Functions.OnUpload", fields["FunctionId"]);
        Assert.Equal("BlockBlob", fields["BlobType"]);
        Assert.Equal(uploads.Container.Name, fields["ContainerName"]);
        Assert.Equal("malo.csv", fields["BlobName"]);
        Assert.Equal(etag.ToString("H"), fields["ETag"]);
        Assert.True(host.Log.Contain("OnUpload failed on malo.csv, try 1 of 5: InvalidOperationException"));
        Assert.True(host.Log.Contain("OnUpload gave malo.csv up"));
    }

    [Fact]
    public async Task A_blob_that_fails_at_first_is_tried_again_until_it_is_done()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        var calls = new Calls();
        calls.OnCall = (_, _) => calls.Begun.Count < 3 ? throw new InvalidOperationException("Todavía no.") : Task.CompletedTask;

        // Act
        await using var host = await TestHost.StartAsync(OnUploadOnly, uploads.Settings, calls);
        await uploads.PutAsync("a.csv");
        await FinishedAsync(host, 1);

        // Assert
        Assert.Equal(3, calls.Begun.Count);
        Assert.Empty(await uploads.PoisonAsync());
    }

    [Fact]
    public async Task A_blob_that_is_deleted_while_its_function_runs_is_no_error()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        var calls = new Calls
        {
            OnCall = async (name, cancellationToken) =>
            {
                if (name == "efimero.csv")
                {
                    await uploads.Container.DeleteBlobAsync(name, cancellationToken: cancellationToken);
                    throw new InvalidOperationException("No hay archivo.");
                }
            },
        };

        // Act
        await using var host = await TestHost.StartAsync(OnUploadOnly, uploads.Settings, calls);
        await uploads.PutAsync("efimero.csv");
        await Eventually.HoldsAsync(() => Task.FromResult(host.Log.Contain("OnUpload left efimero.csv")), "The host noticed.");
        await uploads.PutAsync("b.csv");
        await FinishedAsync(host, 1);

        // Assert
        Assert.Equal(1, calls.Begun.Count(name => name == "efimero.csv"));
        Assert.Empty(await uploads.PoisonAsync());
        Assert.DoesNotContain(host.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_more_blobs_are_in_work_than_host_json_allows()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => uploads.PutAsync($"{"abc"[number % 3]}/{number}.csv")));
        var gate = new TaskCompletionSource();
        var calls = new Calls { OnCall = (_, cancellationToken) => gate.Task.WaitAsync(cancellationToken) };

        // Act
        await using var host = await TestHost.StartAsync(OnUploadOnly, uploads.Settings, calls, services =>
            services.AddSingleton(LocalHost.Hosting.HostJson.Default with { MaxDegreeOfParallelism = 3 }));
        await Eventually.HoldsAsync(() => Task.FromResult(calls.Begun.Count == 3), "Three began.");
        gate.SetResult();
        await FinishedAsync(host, 12);

        // Assert
        Assert.Equal(3, calls.MaxAtOnce);
    }

    [Fact]
    public async Task A_folder_full_of_slow_blobs_does_not_hold_up_another()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => uploads.PutAsync($"univalle/{number}.csv")));
        var gate = new TaskCompletionSource();
        var calls = new Calls
        {
            OnCall = (name, cancellationToken) =>
                name.StartsWith("univalle", StringComparison.Ordinal) ? gate.Task.WaitAsync(cancellationToken) : Task.CompletedTask,
        };
        await using var host = await TestHost.StartAsync(OnUploadOnly, uploads.Settings, calls, services =>
            services.AddSingleton(LocalHost.Hosting.HostJson.Default with { MaxDegreeOfParallelism = 4 }));
        await Eventually.HoldsAsync(() => Task.FromResult(calls.Begun.Count == 3), "Three of the folder began.");

        // Act
        await uploads.PutAsync("udea/vecino.csv");
        await FinishedAsync(host, 1);

        // Assert
        Assert.Equal(["udea/vecino.csv"], calls.Finished);
        gate.SetResult();
        await FinishedAsync(host, 13);
    }

    [Fact]
    public async Task A_container_that_does_not_exist_yet_is_waited_for()
    {
        // Arrange
        var uploads = new Uploads(azurite.ConnectionString);
        await using var host = await TestHost.StartAsync(OnUploadOnly, uploads.Settings);

        // Act
        await uploads.Container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await uploads.PutAsync("a.csv");

        // Assert
        await FinishedAsync(host, 1);
    }

    private static Task FinishedAsync(TestHost host, int count) =>
        Eventually.HoldsAsync(() => Task.FromResult(host.Calls.Finished.Count >= count), $"{count} calls finished.");
}
