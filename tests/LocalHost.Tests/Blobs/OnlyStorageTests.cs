using System.Net;
using Antivirus.Blobs;
using Azure;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Antivirus.LocalHost.Tests.Blobs;

/// <summary>What answers in the place of storage, as proxies and captive portals do.</summary>
public sealed class OnlyStorageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task A_page_is_neither_content_nor_absence_and_is_asked_for_again(HttpStatusCode status)
    {
        // Arrange
        var calls = 0;
        using var http = new HttpClient(new Answers(() =>
        {
            calls++;
            return new HttpResponseMessage(status) { Content = new StringContent("<html>Inicie sesión") };
        }));

        // Act
        var failure = await Record.ExceptionAsync(() => Blob(http).DownloadContentAsync(Cancellation));

        // Assert
        Assert.True(StorageErrors.IsTransient(failure!));
        Assert.Equal("an answer that is not storage's; a proxy's?", StorageErrors.Describe(failure!));
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_body_that_is_too_large_for_a_proxy_is_seen_as_such()
    {
        using var http = new HttpClient(new Answers(() => new HttpResponseMessage(HttpStatusCode.RequestEntityTooLarge)));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Blob(http)
            .GetPropertiesAsync(cancellationToken: Cancellation));

        Assert.Equal(413, failure.Status);
    }

    private static BlobClient Blob(HttpClient http)
    {
        var options = new BlobClientOptions
        {
            Transport = new HttpClientTransport(http),
            Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) },
        };
        return new BlobClient(new Uri("http://127.0.0.1:1/cuenta/c/b"), options.WithStoragePolicies());
    }

    private sealed class Answers(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer());
    }
}
