using System.Net.Sockets;
using System.Xml;
using Antivirus.Functions.Api;
using Azure;

namespace Antivirus.Functions.Tests.Api;

public sealed class StorageAnswerTests
{
    [Theory]
    [InlineData(0, null, 503, 30)]
    [InlineData(500, "InternalError", 503, 30)]
    [InlineData(503, "ServerBusy", 503, 30)]
    [InlineData(429, "TooManyRequests", 503, 30)]
    [InlineData(404, "ContainerNotFound", 503, 30)]
    [InlineData(409, "ContainerBeingDeleted", 503, 30)]
    [InlineData(412, "LeaseIdMissing", 409, 60)]
    [InlineData(409, "LeaseAlreadyPresent", 409, 60)]
    [InlineData(412, "ConditionNotMet", 409, 1)]
    [InlineData(409, "BlobAlreadyExists", 409, 1)]
    [InlineData(404, "BlobNotFound", 404, null)]
    [InlineData(403, "AuthenticationFailed", 503, null)]
    [InlineData(507, "", 507, null)]
    [InlineData(400, "InvalidBlobType", 500, null)]
    public void Each_refusal_of_storage_has_its_own_status(int status, string? code, int expected, int? retryAfter)
    {
        var answer = StorageAnswer.For(new RequestFailedException(status, "No.", code, null))!;

        Assert.Equal((expected, retryAfter), (answer.Status, answer.RetryAfterSeconds));
    }

    [Fact]
    public void A_full_disk_is_told_by_the_words_that_Azurite_passes_on() =>
        Assert.Equal(507, StorageAnswer.For(new RequestFailedException(500, "ENOSPC: no space left on device, write"))!.Status);

    [Fact]
    public void Storage_that_is_out_of_reach_or_cannot_be_read_is_503()
    {
        Assert.Equal(503,
            StorageAnswer.For(new AggregateException(new RequestFailedException(0, "No.", null, new SocketException())))!.Status);
        Assert.Equal(503, StorageAnswer.For(new XmlException("Root element is missing."))!.Status);
        Assert.Equal(503, StorageAnswer.For(new System.Text.Json.JsonException("'{' is no entry."))!.Status);
    }

    [Fact]
    public void A_bug_is_not_blamed_on_storage() => Assert.Null(StorageAnswer.For(new InvalidOperationException()));
}
