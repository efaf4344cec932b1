using System.Net;
using System.Text;
using System.Text.Json;
using Antivirus.Support;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Functions.Tests.Api;

/// <summary>An upload's run, from its start to its erasure.</summary>
public sealed class RunTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Row = "E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_can_be_followed_and_all_of_it_erased()
    {
        // Arrange
        await host.PostFileAsync("cargadatos?bucketName=udea&nameFile=vida.csv", Encoding.UTF8.GetBytes(Row + "E2,x\n"));

        // Act
        JsonElement run = default;
        await Eventually.HoldsAsync(async () => Text(run = await GetAsync("api/runs/udea?file=vida.csv"), "state") == "Done",
            "The run is done.");
        await EraseAsync("vida.csv");
        using var gone = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Get, "api/runs/udea?file=vida.csv", ApiHost.UdeaKey),
            Cancellation);

        // Assert
        Assert.Equal((2, 1, 1),
            (run.GetProperty("read").GetInt32(), run.GetProperty("scored").GetInt32(), run.GetProperty("rejected").GetInt32()));
        Assert.Equal(("reporte_vida.csv", "errores_vida.csv"), (Text(run, "report"), Text(run, "problems")));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.False(await host.Reports.GetBlobClient("udea/reporte_vida.csv").ExistsAsync(Cancellation));
        Assert.False(await host.Reports.GetBlobClient("udea/errores_vida.csv").ExistsAsync(Cancellation));
        Assert.False(await host.Uploads.GetBlobClient("udea/vida.csv").ExistsAsync(Cancellation));
    }

    [Fact]
    public async Task An_upload_is_among_the_runs_from_the_start()
    {
        await host.PostFileAsync("cargadatos?bucketName=udea&nameFile=recien.csv", Encoding.UTF8.GetBytes(Row));

        var runs = await GetAsync("api/runs/udea");

        Assert.Single(runs.EnumerateArray(), run => Text(run, "file") == "recien.csv");
    }

    [Fact]
    public async Task Erasure_takes_snapshots_along()
    {
        await host.PostFileAsync("cargadatos?bucketName=udea&nameFile=copia.csv", Encoding.UTF8.GetBytes(Row));
        await Eventually.HoldsAsync(async () => Text(await GetAsync("api/runs/udea?file=copia.csv"), "state") == "Done",
            "The run is done.");
        await host.Uploads.GetBlobClient("udea/copia.csv").CreateSnapshotAsync(cancellationToken: Cancellation);
        await host.Reports.GetBlobClient("udea/reporte_copia.csv").CreateSnapshotAsync(cancellationToken: Cancellation);

        await EraseAsync("copia.csv");

        Assert.Empty(await AllVersionsAsync(host.Uploads, "udea/copia.csv"));
        Assert.Empty(await AllVersionsAsync(host.Reports, "udea/reporte_copia.csv"));
    }

    private static async Task<IReadOnlyList<BlobItem>> AllVersionsAsync(BlobContainerClient container, string name) =>
        await container.GetBlobsAsync(BlobTraits.None, BlobStates.Snapshots, name, Cancellation).ToListAsync(Cancellation);

    /// <summary>Asks again while the run, which says that it is done just before it lets go of its entry, still holds it.</summary>
    private Task EraseAsync(string file) => Eventually.HoldsAsync(
        async () =>
        {
            using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Delete, $"api/runs/udea/{file}", ApiHost.UdeaKey),
                Cancellation);
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.NoContent, HttpStatusCode.Conflict]);
            return answer.StatusCode == HttpStatusCode.NoContent;
        },
        "All of the run is erased.");

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Get, path, ApiHost.UdeaKey), Cancellation);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
