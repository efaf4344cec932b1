using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Antivirus.Support;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Functions.Tests.Api;

/// <summary>Small files that unpack without end: they fill neither disk nor queue, and a neighbour's file is scored all the same.</summary>
public sealed class BombTests : IAsyncLifetime
{
    private const string Row = "E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";
    private const int MaxUnpacked = 8_000_000;

    // The longest list of rejected rows, and a manifest.
    private const int MaxBytesPerFile = 2_000_000;

    private readonly ApiHost _host = new(new Dictionary<string, string?>
    {
        ["Auth:Keys:udea:0"] = ApiHost.Setting(ApiHost.UdeaKey, "2999-12-31"),
        ["Auth:Keys:udea2:0"] = ApiHost.Setting(ApiHost.Udea2Key, "2999-12-31"),
        ["MaxUnpackedMegabytes"] = "7",
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Bombs_of_every_shape_end_in_words_and_a_neighbour_is_scored_among_them()
    {
        // Arrange
        var bombs = Bombs();
        Assert.All(bombs, bomb => Assert.InRange(bomb.Value.Length, 1, (int)ApiHost.MaxUploadBytes));

        // Act
        foreach (var (name, content) in bombs)
        {
            await UploadAsync("udea", name, content, ApiHost.UdeaKey);
        }

        await UploadAsync("udea2", "vecina.csv", Encoding.UTF8.GetBytes(Row), ApiHost.Udea2Key);

        // Assert
        await EndsAsync("udea2", "vecina.csv", ApiHost.Udea2Key, "Done");
        foreach (var name in bombs.Keys)
        {
            var run = await EndsAsync("udea", name, ApiHost.UdeaKey, "Rejected");
            Assert.Equal(0, run.GetProperty("scored").GetInt32());
        }

        Assert.InRange(await StoredAsync(), 1, bombs.Sum(bomb => bomb.Value.LongLength) + (bombs.Count * MaxBytesPerFile));
        Assert.DoesNotContain(_host.Log.Lines, line => line.Contains("failed in try", StringComparison.Ordinal));
    }

    /// <summary>Each unpacks into more than the host takes, or into more columns than any cohort has.</summary>
    private static Dictionary<string, byte[]> Bombs() => new(StringComparer.Ordinal)
    {
        ["fila.csv.gz"] = Pack(Repeat(Row)),
        ["saltos.csv.gz"] = Pack(Repeat("\n")),
        ["windows.csv.gz"] = Pack(Repeat("\r\n")),
        ["separadores.csv.gz"] = Pack(Repeat(",,,,,,,,,,,,,,,,,,\n")),
        ["letras.csv.gz"] = Pack(Repeat("x\n")),
        ["linea.csv.gz"] = Pack(Row + Repeat("7")),
        ["comillas.csv.gz"] = Pack(Row + Repeat("\"")),
        ["unicode.csv.gz"] = Pack("\uFEFF" + Repeat(Row)[..(MaxUnpacked / 2)], Encoding.Unicode),
        ["columnas.csv.gz"] = Pack($"id{new string(',', 100_000)}\nE1{new string(',', 100_000)}\n"),
        ["doble.csv.gz"] = Pack(Convert.ToBase64String(Pack(Repeat(Row)))),
        ["hoja.xlsx"] = Workbook(MaxUnpacked),
        ["partes.xlsm"] = new WorkbookFile().Texts("Hoja1", "visible", Row.Trim().Split(','))
            .SharedStrings($"<t>{new string('x', MaxUnpacked)}</t>").ToStream().ToArray(),
    };

    private static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, MaxUnpacked / text.Length));

    private static byte[] Workbook(int bytes) =>
        new WorkbookFile().Texts("Hoja1", "visible", [.. Enumerable.Repeat(new[] { new string('x', 1000) }, bytes / 1000)])
            .ToStream().ToArray();

    private static byte[] Pack(string text, Encoding? encoding = null) => Pack((encoding ?? Encoding.UTF8).GetBytes(text));

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private async Task UploadAsync(string ies, string name, byte[] content, string key)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "data", name } };
        using var request = ApiHost.Request(HttpMethod.Post, $"cargadatos?bucketName={ies}&nameFile={name}", key, form);
        using var answer = await _host.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<JsonElement> EndsAsync(string ies, string file, string key, string state)
    {
        JsonElement run = default;
        await Eventually.HoldsAsync(async () =>
        {
            using var request = ApiHost.Request(HttpMethod.Get, $"api/runs/{ies}?file={file}", key);
            using var answer = await _host.Http.SendAsync(request, Cancellation);
            run = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
            return run.GetProperty("state").GetString() == state;
        }, $"{file} is {state}.");
        return run;
    }

    private async Task<long> StoredAsync()
    {
        var bytes = 0L;
        await foreach (var container in _host.Storage.GetBlobContainersAsync(cancellationToken: Cancellation))
        {
            await foreach (var blob in _host.Storage.GetBlobContainerClient(container.Name)
                .GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, null, Cancellation))
            {
                bytes += blob.Properties.ContentLength ?? 0;
            }
        }

        return bytes;
    }
}
