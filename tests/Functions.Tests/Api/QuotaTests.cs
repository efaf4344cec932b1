using System.Net;
using System.Text;
using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Api;

/// <summary>An institution that used up its day is refused on every way in; its neighbour is not.</summary>
public sealed class QuotaTests : IAsyncLifetime
{
    private const string Row = "E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";

    private readonly ApiHost _host = new(new Dictionary<string, string?>
    {
        ["Auth:Keys:udea:0"] = ApiHost.Setting(ApiHost.UdeaKey, "2999-12-31"),
        ["Auth:Keys:udea2:0"] = ApiHost.Setting(ApiHost.Udea2Key, "2999-12-31"),
        ["Quota:FilesPerDay"] = "2",
        ["Quota:BytesPerDay"] = "1000",
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Beyond_the_days_files_every_way_in_is_closed_for_that_institution_alone()
    {
        // Arrange
        Assert.Equal(HttpStatusCode.OK, (await UploadAsync("udea", "1.csv", ApiHost.UdeaKey)).Status);
        Assert.Equal(HttpStatusCode.OK, (await UploadAsync("udea", "2.csv", ApiHost.UdeaKey)).Status);

        // Act
        var upload = await UploadAsync("udea", "3.csv", ApiHost.UdeaKey);
        using var link = await SendAsync("api/uploads/udea", """{"file":"4.csv","size":10}""");
        var neighbour = await UploadAsync("udea2", "1.csv", ApiHost.Udea2Key);
        await _host.Uploads.GetBlobClient("udea/5.csv").UploadAsync(new BinaryData(Row), Cancellation);

        // Assert
        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests, HttpStatusCode.OK),
            (upload.Status, link.StatusCode, neighbour.Status));
        Assert.InRange(upload.RetryAfter ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        await Eventually.HoldsAsync(async () => (await RunAsync("5.csv")).GetProperty("state").GetString() == "Rejected",
            "A file put straight into storage is refused.");
        Assert.Contains("límite", (await RunAsync("5.csv")).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.False(await _host.Uploads.GetBlobClient("udea/3.csv").ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task Beyond_the_days_bytes_nothing_is_kept()
    {
        // Act
        var large = await UploadAsync("udea", "grande.csv", ApiHost.UdeaKey, string.Concat(Enumerable.Repeat(Row, 100)));
        using var link = await SendAsync("api/uploads/udea", """{"file":"enlace.csv","size":1001}""");

        // Assert
        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (large.Status, link.StatusCode));
        Assert.Empty(await _host.Uploads.GetBlobsAsync(default, Azure.Storage.Blobs.Models.BlobStates.Uncommitted, null, Cancellation)
            .ToListAsync(Cancellation));
    }

    private async Task<(HttpStatusCode Status, TimeSpan? RetryAfter)> UploadAsync(string ies, string name, string key, string content = Row)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "data", name } };
        using var request = ApiHost.Request(HttpMethod.Post, $"cargadatos?bucketName={ies}&nameFile={name}", key, form);
        using var answer = await _host.Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta);
    }

    private Task<HttpResponseMessage> SendAsync(string path, string body) => _host.Http.SendAsync(
        ApiHost.Request(HttpMethod.Post, path, ApiHost.UdeaKey, new ByteArrayContent(Encoding.UTF8.GetBytes(body))), Cancellation);

    private async Task<JsonElement> RunAsync(string file)
    {
        using var request = ApiHost.Request(HttpMethod.Get, $"api/runs/udea?file={file}", ApiHost.UdeaKey);
        using var answer = await _host.Http.SendAsync(request, Cancellation);
        var run = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
        return run.TryGetProperty("state", out _) ? run : JsonDocument.Parse("""{"state":""}""").RootElement;
    }
}
