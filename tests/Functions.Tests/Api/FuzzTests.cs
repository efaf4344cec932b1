using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Antivirus.Functions.Tests.Api;

/// <summary>Twenty thousand requests that nobody in their right mind sends.</summary>
public sealed class FuzzTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const int Requests = 20_000;
    private static readonly string[] Routes = ["getReports", "getUrlsUploaded", "cargadatos", "api/v1/data-upload", "api/runs/", "health"];
    private static readonly string[] Types = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b",
        "multipart/form-data", "text/plain; charset=latin1", "x/y", "application/json; charset=nada"];
    private static readonly string[] Pieces =
    [
        "{\"nombre_ies\":", "\"udea\"", "}", "nombre_ies=", "udea", "udea2", "/", "..", "%2F", "%00", "\0", "\r\n", "--b", "--b--",
            "Content-Disposition: form-data; name=\"data\"; filename=\"a.csv\"",
        "Content-Disposition: form-data; name=\"bucketName\"", "null", "[", "\"", "\\", "ñ", "🎓", "?max=", "9999999999", "&continuation=",
            "file=", "\ud800", "=1+1", "E1,17,1", "PK\u0003\u0004", "\ufffe", "\uffff", "\u202e", "\u2028",
    ];

    [Fact]
    public async Task No_request_makes_the_app_fail_or_hang_and_no_log_line_holds_a_key()
    {
        // Arrange
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
        var failed = new ConcurrentQueue<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken };

        // Act
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), options, async (seed, cancellationToken) =>
        {
            using var request = Draw(new Random(seed));
            using var answer = await host.Http.SendAsync(request, cancellationToken);
            statuses.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
            if (answer.StatusCode >= HttpStatusCode.InternalServerError && !IsBusy(request, answer))
            {
                failed.Enqueue($"request {seed}: {answer.StatusCode}");
            }
        });

        // Assert
        Assert.Empty(failed);
        Assert.Equal(Requests, statuses.Values.Sum());
        Assert.True(statuses.Count >= 5, "The requests were too much alike to show anything.");
        Assert.DoesNotContain(host.Log.Lines, line =>
            line.Contains(ApiHost.UdeaKey, StringComparison.Ordinal) || line.Contains("sig=", StringComparison.Ordinal));
    }

    /// <summary>Health tells the truth when storage takes longer than it waits, as it may on a busy machine.</summary>
    private static bool IsBusy(HttpRequestMessage request, HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.ServiceUnavailable && request.RequestUri!.AbsolutePath == "/health";

    private static HttpRequestMessage Draw(Random random)
    {
        var path = Pick(random, Routes) + (random.Next(2) == 0 ? "" : Uri.EscapeDataString(Text(random, 3)))
            + (random.Next(3) == 0 ? "?" + Pick(random, ["max=", "continuation=", "bucketName=", "nameFile=", "file=", "code="])
            + Uri.EscapeDataString(Text(random, 3)) : "");
        var method = Pick(random,
            (HttpMethod[])[HttpMethod.Post, HttpMethod.Post, HttpMethod.Post, HttpMethod.Get, HttpMethod.Delete, HttpMethod.Options]);
        var request = ApiHost.Request(method, path, random.Next(10) == 0 ? null : ApiHost.UdeaKey);
        if (method == HttpMethod.Post)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Text(random, 12)));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Pick(random, Types));
        }

        return request;
    }

    private static string Text(Random random, int most)
    {
        var text = new StringBuilder();
        for (var pieces = random.Next(most); pieces >= 0; pieces--)
        {
            text.Append(random.Next(6) == 0 ? ((char)random.Next(1, 0xD7FF)).ToString() : Pick(random, Pieces));
        }

        // A lone surrogate can be in no address.
        return text.Replace("\ud800", "").ToString();
    }

    private static T Pick<T>(Random random, T[] choices) => choices[random.Next(choices.Length)];
}
