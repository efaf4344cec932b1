using Antivirus.Storage.Recipients;
using Antivirus.Support;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage.Tests.Recipients;

public sealed class RecipientListTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IAsyncLifetime
{
    private RecipientList _list = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = Options.Create(new StorageOptions { LedgerContainer = $"t{Guid.NewGuid():N}" });
        var containers = new Containers(new BlobServiceClient(azurite.ConnectionString), options);
        await containers.Ledger.CreateAsync(cancellationToken: Cancellation);
        _list = new RecipientList(containers, TimeProvider.System);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Two_people_who_add_at_once_both_succeed()
    {
        // Act
        await Task.WhenAll(Enumerable.Range(0, 8).Select(person =>
            _list.TryAddAsync("udea", $"persona{person}@udea.example", 10, Cancellation)));

        // Assert
        var recipients = await _list.ReadAsync("udea", Cancellation);
        Assert.Equal(8, recipients.Select(recipient => recipient.Id).Distinct().Count());
        Assert.All(recipients, recipient => Assert.Equal("udea", Recipient.IesCodeOf(recipient.Id)));
    }

    [Fact]
    public async Task A_full_list_takes_nobody_more_and_keeps_whom_it_has()
    {
        // Arrange
        var first = await _list.TryAddAsync("udea", "primera@udea.example", 1, Cancellation);

        // Act
        var second = await _list.TryAddAsync("udea", "segunda@udea.example", 1, Cancellation);
        var again = await _list.TryAddAsync("udea", "PRIMERA@udea.example", 1, Cancellation);

        // Assert
        Assert.Null(second);
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Whoever_is_removed_is_gone_from_that_institution_alone()
    {
        // Arrange
        var one = await _list.TryAddAsync("udea", "ana@udea.example", 5, Cancellation);
        await _list.TryAddAsync("udea-2", "ana@udea.example", 5, Cancellation);

        // Act
        var removed = await _list.RemoveAsync("udea", one!.Id, Cancellation);
        var again = await _list.RemoveAsync("udea", one.Id, Cancellation);

        // Assert
        Assert.Equal((true, false), (removed, again));
        Assert.Empty(await _list.ReadAsync("udea", Cancellation));
        Assert.Single(await _list.ReadAsync("udea-2", Cancellation));
    }
}
