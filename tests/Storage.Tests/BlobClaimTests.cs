using Antivirus.Blobs;
using Antivirus.Support;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Storage.Tests;

public sealed class BlobClaimTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private static readonly DateTimeOffset Written = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, 0, 0)]
    [InlineData("15", 0, 15)]
    [InlineData("15", 14, 1)]
    [InlineData("15", 15, 0)]
    [InlineData("15", 86_400, 0)]
    [InlineData("86400", 59, 1)]
    [InlineData("-1", 0, 0)]
    [InlineData("pronto", 0, 0)]
    public void A_claim_holds_for_its_time_since_the_last_write_and_never_longer_than_a_minute(string? seconds, int age, int expected)
    {
        var metadata = new Dictionary<string, string>();
        if (seconds is not null)
        {
            metadata["holdsseconds"] = seconds;
        }

        Assert.Equal(TimeSpan.FromSeconds(expected), BlobClaim.HeldFor(metadata, Written, Written.AddSeconds(age)));
    }

    [Fact]
    public async Task Of_many_that_claim_one_version_one_alone_gets_it()
    {
        // Arrange
        var blob = await CreateAsync();
        var free = (await blob.UploadAsync(BinaryData.Empty, Cancellation)).Value.ETag;

        // Act
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AcquireAsync(blob, free)));

        // Assert
        await Assert.Single(claims, claim => claim is not null)!.DisposeAsync();
    }

    [Fact]
    public async Task A_claim_that_was_given_up_is_free_and_one_that_was_not_is_held()
    {
        // Arrange
        var blob = await CreateAsync();
        await using var claim = (await AcquireAsync(blob, version: null))!;

        // Act
        await claim.WriteAsync(new BinaryData("en curso"), Say("curso"), Cancellation);
        var during = await HeldForAsync(blob);
        await claim.GiveUpAsync(new BinaryData("listo"), Say("listo"), Cancellation);
        var after = await HeldForAsync(blob);

        // Assert
        Assert.InRange(during, TimeSpan.FromSeconds(1), Duration);
        Assert.Equal(TimeSpan.Zero, after);
        Assert.Equal("listo", (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    [Fact]
    public async Task A_holder_that_is_disposed_gives_up_and_leaves_what_it_wrote()
    {
        // Arrange
        var blob = await CreateAsync();
        var claim = (await AcquireAsync(blob, version: null))!;
        await claim.WriteAsync(new BinaryData("en curso"), Say("curso"), Cancellation);

        // Act
        await claim.DisposeAsync();

        // Assert
        var left = (await blob.DownloadContentAsync(Cancellation)).Value;
        Assert.Equal(("en curso", "curso"), (left.Content.ToString(), left.Details.Metadata["estado"]));
        Assert.Equal(TimeSpan.Zero, await HeldForAsync(blob));
    }

    [Theory]
    [InlineData("x-ms-blob-type")]
    [InlineData("comp=metadata")]
    public async Task A_write_whose_answer_was_lost_is_recognised_as_ones_own(string kind)
    {
        // Arrange: each write goes through, and the client's repeat of it meets its own condition.
        var (blob, left) = (await CreateAsync(), 3);
        var spoilt = Connect(blob, request => IsOf(request, kind) && Interlocked.Decrement(ref left) >= 0
            ? throw new RequestFailedException(412, "La respuesta se perdió.", "ConditionNotMet", null)
            : Task.CompletedTask);

        // Act
        await using var claim = await AcquireAsync(spoilt, version: null);
        await claim!.WriteAsync(null, Say("curso"), Cancellation);
        await claim.GiveUpAsync(new BinaryData("listo"), Say("listo"), Cancellation);

        // Assert
        var there = (await blob.DownloadContentAsync(Cancellation)).Value;
        Assert.Equal(("listo", "listo"), (there.Content.ToString(), there.Details.Metadata["estado"]));
        Assert.Equal(there.Details.ETag, claim.Version);
    }

    [Fact]
    public async Task Who_lost_a_claim_to_another_instance_writes_nothing_any_more()
    {
        // Arrange
        var blob = await CreateAsync();
        await using var late = (await AcquireAsync(blob, version: null))!;
        await using var other = (await AcquireAsync(blob, late.Version))!;

        // Act
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() =>
            late.WriteAsync(new BinaryData("tarde"), Say("tarde"), Cancellation));

        // Assert
        Assert.Equal(412, failure.Status);
        Assert.True(late.Lost.IsCancellationRequested);
        Assert.False(other.Lost.IsCancellationRequested);
        Assert.NotEqual("tarde", (await blob.DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    [Fact]
    public async Task A_blob_that_an_earlier_version_of_this_program_has_leased_cannot_be_claimed()
    {
        // Arrange
        var blob = await CreateAsync();
        await blob.UploadAsync(BinaryData.Empty, Cancellation);
        await blob.GetBlobLeaseClient().AcquireAsync(Duration, cancellationToken: Cancellation);
        var version = (await blob.GetPropertiesAsync(cancellationToken: Cancellation)).Value.ETag;

        // Act
        var claims = new[] { await AcquireAsync(blob, version), await AcquireAsync(blob, version: null) };

        // Assert
        Assert.All(claims, Assert.Null);
    }

    private static bool IsOf(Request request, string kind) => request.Method == RequestMethod.Put
        && (request.Headers.TryGetValue(kind, out _) || request.Uri.Query.Contains(kind, StringComparison.Ordinal));

    private static Dictionary<string, string> Say(string state) => new() { ["estado"] = state };

    private static Task<BlobClaim?> AcquireAsync(BlobClient blob, ETag? version) => BlobClaim.TryAcquireAsync(blob, version,
        version is null ? BinaryData.Empty : null, Say("nuevo"), Duration, TimeProvider.System, Cancellation);

    private static async Task<TimeSpan> HeldForAsync(BlobClient blob)
    {
        var answer = await blob.GetPropertiesAsync(cancellationToken: Cancellation);
        return BlobClaim.HeldFor(answer.Value.Metadata, answer.Value.LastModified, answer.GetRawResponse().Headers.Date);
    }

    private BlobClient Connect(BlobClient blob, Func<Request, Task> after) => new Interference { After = after }
        .Connect(azurite.ConnectionString).GetBlobContainerClient(blob.BlobContainerName).GetBlobClient(blob.Name);

    private async Task<BlobClient> CreateAsync()
    {
        var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient($"t{Guid.NewGuid():N}");
        await container.CreateAsync(cancellationToken: Cancellation);
        return container.GetBlobClient("a.json");
    }
}
