using System.Text;

namespace Antivirus.EndToEnd.Tests.Worker;

[Collection(nameof(WorkerFixture))]
public sealed class WorkerOutcomesTests(WorkerFixture fixture)
{
    private const string Upload = "udea/2026/desenlaces.csv";
    private const string Row = ",17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";

    [Fact]
    public async Task Outcomes_are_taken_answered_and_erased_as_by_LocalHost()
    {
        // Arrange: the type that curl gives any body
        await fixture.ScoreOnBothAsync(Upload, string.Concat(Enumerable.Range(0, 12).Select(student => $"E{student}{Row}")));
        var labels = "id,passed\n" +
            string.Concat(Enumerable.Range(0, 12).Select(student => $"E{student},{(student < 5 ? "no" : "sí")}\n"));

        // Act
        var refused = await SendAsync("POST", $"api/outcomes/{Upload}", "id,passed\nZ9,no\n");
        var posted = await SendAsync("POST", $"api/outcomes/{Upload}?capacity=3", labels);
        var kept = await SendAsync("GET", $"api/outcomes/{Upload}");
        var all = await SendAsync("GET", "api/outcomes/udea");
        var rows = await SendAsync("GET", $"api/outcomes/{Upload}?format=rows");
        var deleted = await SendAsync("DELETE", $"api/runs/{Upload}");
        var gone = await SendAsync("GET", $"api/outcomes/{Upload}");

        // Assert
        Assert.Equal([400, 200, 200, 200, 200, 204, 404],
            ((HttpAnswer[])[refused, posted, kept, all, rows, deleted, gone]).Select(answer => answer.Status));
        Assert.Contains("\"atRisk\":5", posted.Body, StringComparison.Ordinal);
        Assert.Equal(posted.Body, kept.Body);
        Assert.Equal(13, rows.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private async Task<HttpAnswer> SendAsync(string method, string path, string? body = null)
    {
        var (worker, localHost) = await fixture.SendToBothAsync(() =>
        {
            var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
            request.Headers.Add("x-api-key", WorkerFixture.Key);
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
            return request;
        });
        Assert.True(worker == localHost, $"{method} {path}\nthe worker: {worker}\nLocalHost: {localHost}");
        return worker;
    }
}
