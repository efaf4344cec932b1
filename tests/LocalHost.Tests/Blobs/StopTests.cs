using Antivirus.LocalHost.Tests.Fakes;
using Antivirus.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.LocalHost.Tests.Blobs;

public sealed class StopTests(AzuriteAccount azurite)
{
    private static readonly Type[] Functions = [typeof(OnUpload)];

    [Fact]
    public async Task A_stop_lets_work_in_flight_finish()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        var gate = new TaskCompletionSource();
        var calls = new Calls { OnCall = (_, cancellationToken) => gate.Task.WaitAsync(cancellationToken) };
        await using var host = await TestHost.StartAsync(Functions, uploads.Settings, calls);
        await uploads.PutAsync("a.csv");
        await Eventually.HoldsAsync(() => Task.FromResult(calls.Begun.Count == 1), "It began.");

        // Act
        var stop = host.StopAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(host.Log.Contain("Stopping: blobs in flight: 1")), "The stop waits.");
        await uploads.PutAsync("tarde.csv");
        gate.SetResult();
        await stop;

        // Assert
        Assert.Equal("a.csv", Assert.Single(calls.Finished));
        Assert.Equal("a.csv", Assert.Single(calls.Begun));
    }

    [Fact]
    public async Task A_stop_gives_back_what_takes_too_long_and_another_instance_does_it_at_once()
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        var endless = new Calls { OnCall = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken) };
        await using (var first = await TestHost.StartAsync(Functions,
            [.. uploads.Settings, ("LocalHost:StopSeconds", "0.2"), ("LocalHost:LeaseSeconds", "60")], endless))
        {
            await uploads.PutAsync("a.csv");
            await Eventually.HoldsAsync(() => Task.FromResult(endless.Begun.Count == 1), "It began.");

            // Act
            await first.StopAsync();
            Assert.True(first.Log.Contain("OnUpload gave a.csv back"));
        }

        await using var second = await TestHost.StartAsync(Functions, uploads.Settings);
        await Eventually.HoldsAsync(() => Task.FromResult(second.Calls.Finished.Count == 1), "Another instance did it.");

        // Assert: it was free, not taken over from an instance that had died.
        Assert.False(second.Log.Contain("takes a.csv over"));
    }

    [Fact]
    public async Task A_stop_cuts_off_a_request_that_takes_longer_than_work_in_flight_may()
    {
        // Arrange
        var clock = new FakeTimeProvider();
        var endless = new Calls { OnCall = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken) };
        await using var host = await TestHost.StartAsync([typeof(Slow)], [("LocalHost:StopSeconds", "3600")], endless,
            services => services.AddSingleton<TimeProvider>(clock));
        var request = host.Http.GetAsync("lento", TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => Task.FromResult(endless.Running == 1), "It began.");

        // Act
        var stop = host.StopAsync();
        clock.Advance(TimeSpan.FromSeconds(3599));
        var runsOn = endless.Running;
        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(TimeSpan.FromHours(1));
            return Task.FromResult(stop.IsCompleted);
        }, "The stop ends.");
        await stop;

        // Assert
        Assert.Equal(1, runsOn);
        await Assert.ThrowsAsync<HttpRequestException>(() => request);
        Assert.Empty(endless.Finished);
    }
}
