using Antivirus.Functions.Api;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Functions.Tests.Api;

public sealed class SharedListingsTests : IDisposable
{
    private readonly SharedListings _listings = new();
    private readonly List<TaskCompletionSource<IReadOnlyList<BlobItem>>> _running = [];
    private readonly SemaphoreSlim _begun = new(0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_that_come_while_a_listing_runs_share_the_next_one()
    {
        // Arrange
        var first = AskAsync("univalle");
        await _begun.WaitAsync(Cancellation);
        var later = Enumerable.Range(0, 100).Select(_ => AskAsync("univalle")).ToList();

        // Act
        _running[0].SetResult(Named("old"));
        await _begun.WaitAsync(Cancellation);
        _running[1].SetResult(Named("new"));

        // Assert
        Assert.Equal("old", Assert.Single(await first).Name);
        Assert.All(await Task.WhenAll(later), list => Assert.Equal("new", Assert.Single(list).Name));
        Assert.Equal(2, _running.Count);
    }

    [Fact]
    public async Task A_call_after_all_are_answered_is_listed_anew()
    {
        var first = AskAsync("univalle");
        await _begun.WaitAsync(Cancellation);
        _running[0].SetResult(Named("old"));
        await first;

        var second = AskAsync("univalle");
        await _begun.WaitAsync(Cancellation);
        _running[1].SetResult(Named("new"));

        Assert.Equal("new", Assert.Single(await second).Name);
    }

    [Fact]
    public async Task Institutions_do_not_wait_for_each_other()
    {
        var one = AskAsync("univalle");
        await _begun.WaitAsync(Cancellation);
        var other = AskAsync("udea");
        await _begun.WaitAsync(Cancellation);

        _running[1].SetResult(Named("udea"));

        Assert.Equal("udea", Assert.Single(await other).Name);
        Assert.False(one.IsCompleted);
        _running[0].SetResult(Named("univalle"));
        Assert.Equal("univalle", Assert.Single(await one).Name);
    }

    [Fact]
    public async Task A_listing_that_fails_or_a_caller_that_leaves_is_no_harm_to_those_who_come_later()
    {
        // Arrange
        using var leaves = new CancellationTokenSource();
        var fails = AskAsync("univalle");
        await _begun.WaitAsync(Cancellation);
        var leaver = AskAsync("univalle", leaves.Token);
        var stays = AskAsync("univalle");

        // Act
        await leaves.CancelAsync();
        _running[0].SetException(new InvalidOperationException("No storage."));
        await _begun.WaitAsync(Cancellation);
        _running[1].SetResult(Named("new"));

        // Assert
        await Assert.ThrowsAsync<InvalidOperationException>(() => fails);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        Assert.Equal("new", Assert.Single(await stays).Name);
    }

    public void Dispose()
    {
        _listings.Dispose();
        _begun.Dispose();
    }

    private Task<IReadOnlyList<BlobItem>> AskAsync(string ies, CancellationToken? cancellationToken = null) => _listings.GetAsync(
        ies,
        () =>
        {
            var listing = new TaskCompletionSource<IReadOnlyList<BlobItem>>();
            _running.Add(listing);
            _begun.Release();
            return listing.Task;
        },
        cancellationToken ?? Cancellation);

    private static IReadOnlyList<BlobItem> Named(string name) => [BlobsModelFactory.BlobItem(name: name)];
}
