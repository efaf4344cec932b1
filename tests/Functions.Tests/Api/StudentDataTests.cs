using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Antivirus.Support;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Functions.Tests.Api;

/// <summary>One student goes through every path, is handed over, and is erased: no container, email or log holds a trace.</summary>
public sealed class StudentDataTests : IAsyncLifetime
{
    private readonly ApiHost _host = new(new Dictionary<string, string?>
    {
        ["Auth:Keys:udea:0"] = ApiHost.Setting(ApiHost.UdeaKey, "2999-12-31"),
        ["Auth:Keys:udea:1"] = ApiHost.Setting(ApiHost.KeyWithRole("registro"), "2999-12-31|registro"),
        ["Auth:Keys:udea2:0"] = ApiHost.Setting(ApiHost.Udea2Key, "2999-12-31"),
        ["Ies:udea:Emails:0"] = "rectoria@udea.example",
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _host.InitializeAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_erased_student_leaves_no_trace_and_the_other_rows_stay_what_they_were()
    {
        // Arrange
        var files = CanaryFiles.All();
        foreach (var (name, content) in files)
        {
            await UploadAsync(name, content);
        }

        await SendAsync("api/outcomes/udea/plano.csv", $"id,passed\n{CanaryFiles.Id},no\nB2,yes\nC3,no\n");
        await _host.Uploads.GetBlobClient("udea/plano.csv").CreateSnapshotAsync(cancellationToken: Cancellation);
        // Each file has a report and a list of rejected rows.
        await Eventually.HoldsAsync(() => SentAsync(2 * files.Count), "All emails have left.");
        var (reportBefore, emailsBefore) = (await TextAsync(_host.Reports, "udea/reporte_plano.csv"), Emails().Count());

        // Act
        var exported = await SendAsync("api/students/udea/export", Body(CanaryFiles.Id));
        var erased = await SendAsync("api/students/udea/erase", Body(CanaryFiles.Id));
        var again = await SendAsync("api/students/udea/erase", Body(CanaryFiles.Id));

        // Assert
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (exported.Status, erased.Status));
        Assert.Equal(files.Count, exported.Json.GetProperty("files").GetArrayLength());
        Assert.Contains(CanaryFiles.Value, exported.Json.GetRawText(), StringComparison.Ordinal);
        Assert.True(erased.Json.GetProperty("complete").GetBoolean(), erased.Json.GetRawText());
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), erased.Json.GetProperty("files").EnumerateArray()
            .Select(file => file.GetProperty("file").GetString()));
        Assert.Equal(["libro_con_notas.xlsx"], erased.Json.GetProperty("files").EnumerateArray()
            .Where(file => file.TryGetProperty("note", out _)).Select(file => file.GetProperty("file").GetString()));
        Assert.Empty(again.Json.GetProperty("files").EnumerateArray());
        await AssertOthersUntouchedAsync(files, reportBefore);
        await AssertNoTraceAsync();
        await AssertNothingHappensAgainAsync(files.Keys, emailsBefore - erased.Json.GetProperty("emails").GetInt32());
    }

    [Fact]
    public async Task Only_an_administrator_of_the_institution_may_ask()
    {
        foreach (var call in (string[])["export", "erase"])
        {
            var registrar = await SendAsync($"api/students/udea/{call}", Body("E1"), ApiHost.KeyWithRole("registro"));
            var stranger = await SendAsync($"api/students/udea/{call}", Body("E1"), ApiHost.Udea2Key);
            var nothing = await SendAsync($"api/students/udea/{call}", "{}");

            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest),
                (registrar.Status, stranger.Status, nothing.Status));
        }
    }

    [Fact]
    public async Task A_file_that_was_never_understood_is_named_and_left()
    {
        // Arrange
        await UploadAsync("rara.csv", Encoding.UTF8.GetBytes($"uno;dos\nalgo;{CanaryFiles.Id}\n"), "Rejected");

        // Act
        var erased = await SendAsync("api/students/udea/erase", Body(CanaryFiles.Id));

        // Assert
        Assert.False(erased.Json.GetProperty("complete").GetBoolean());
        var left = Assert.Single(erased.Json.GetProperty("left").EnumerateArray());
        Assert.Equal("rara.csv", left.GetProperty("file").GetString());
        Assert.Contains("DELETE /api/runs", left.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erasure_that_was_stopped_after_its_last_file_is_noted_and_nothing_is_scored_again()
    {
        // Arrange: the upload says which version it replaces, and the ledger still has that version.
        await UploadAsync("parada.csv",
            Encoding.UTF8.GetBytes(CanaryFiles.Header + CanaryFiles.Row("A1", "17") + CanaryFiles.Row("B2", "18")));
        var upload = _host.Uploads.GetBlobClient("udea/parada.csv");
        var before = (await upload.GetPropertiesAsync(cancellationToken: Cancellation)).Value.ETag.ToString().Trim('"');
        var erased = new BlobUploadOptions
        {
            Metadata = new Dictionary<string, string> { ["borrado"] = $"{before};00ff;1;1;0;0" },
        };

        // Act
        await upload.UploadAsync(new BinaryData(CanaryFiles.Header + CanaryFiles.Row("A1", "17")), erased, Cancellation);

        // Assert
        await Eventually.HoldsAsync(async () => (await RunAsync("parada.csv")).GetProperty("read").GetInt32() == 1, "The ledger follows.");
        Assert.Single(_host.Log.Lines, line => line.StartsWith("Cohort udea/parada.csv: Done;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_console_hands_over_and_erases_the_same()
    {
        // Arrange
        await UploadAsync("consola.csv", Encoding.UTF8.GetBytes(CanaryFiles.Header + CanaryFiles.Row("A1", "17")
            + CanaryFiles.Row(CanaryFiles.Id, "18", CanaryFiles.Value)));
        await Eventually.HoldsAsync(() => SentAsync(1), "The email has left.");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("id.txt"), $"{CanaryFiles.Id}\n", Cancellation);
        string[] options = ["--ies", "udea", "--id-file", folder.File("id.txt"), "--storage", _host.ConnectionString];

        // Act
        var exported = await RunAsync(["student", "export", .. options]);
        var erased = await RunAsync(["student", "erase", .. options]);
        var again = await RunAsync(["student", "erase", .. options]);

        // Assert
        Assert.Contains(CanaryFiles.Value, exported.Output, StringComparison.Ordinal);
        Assert.Contains("consola.csv: erased 1 row of the upload, 1 of the report", erased.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (exported.ExitCode, erased.ExitCode, again.ExitCode));
        Assert.StartsWith("Nothing is stored", again.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryFiles.Id, erased.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(CanaryFiles.Value, await TextAsync(_host.Uploads, "udea/consola.csv"), StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments)
    {
        using var output = new StringWriter();
        var console = new InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false };
        var exitCode = await Training.ConsoleApp.RunAsync(arguments, console, Cancellation);
        return (exitCode, output.ToString());
    }

    private async Task AssertOthersUntouchedAsync(Dictionary<string, byte[]> files, string reportBefore)
    {
        foreach (var (name, content) in files.Where(file => file.Key is "plano.csv" or "unicode.csv" or "rechazada.csv"))
        {
            var encoding = name == "unicode.csv" ? Encoding.Unicode : Encoding.Latin1;
            var expected = Without(encoding.GetString(content));
            Assert.Equal(expected, encoding.GetString(await BytesAsync(_host.Uploads, $"udea/{name}")));
        }

        var sheets = PackedFile.Unpack(files["libro.xlsx"]).Skip(1).Select(Encoding.UTF8.GetString)
            .Select(part => Regex.Replace(part, $"<row r=\"(\\d+)\"><c[^>]*><is><t>{CanaryFiles.Id}<.*?</row>", "<row r=\"$1\"/>"));
        Assert.Equal(sheets, PackedFile.Unpack(await BytesAsync(_host.Uploads, "udea/libro.xlsx")).Skip(1).Select(Encoding.UTF8.GetString));
        Assert.Equal(Without(reportBefore), await TextAsync(_host.Reports, "udea/reporte_plano.csv"));
        var run = await RunAsync("plano.csv");
        Assert.Equal((4, 3, 1), (run.GetProperty("read").GetInt32(), run.GetProperty("scored").GetInt32(),
            run.GetProperty("rejected").GetInt32()));
    }

    private async Task<JsonElement> RunAsync(string file)
    {
        using var request = ApiHost.Request(HttpMethod.Get, $"api/runs/udea?file={file}", ApiHost.UdeaKey);
        using var answer = await _host.Http.SendAsync(request, Cancellation);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }

    private static string Without(string text) =>
        string.Concat(text.Split('\n').Select(line => line + "\n")
            .Where(line => !line.Contains(CanaryFiles.Id, StringComparison.Ordinal)))[..^1];

    private async Task AssertNoTraceAsync()
    {
        await foreach (var container in _host.Storage.GetBlobContainersAsync(cancellationToken: Cancellation))
        {
            var blobs = _host.Storage.GetBlobContainerClient(container.Name);
            await foreach (var blob in blobs.GetBlobsAsync(BlobTraits.All, BlobStates.Snapshots, prefix: null, Cancellation))
            {
                Assert.Null(blob.Snapshot);
                AssertHasNone($"{container.Name}/{blob.Name}", PackedFile.Unpack(await BytesAsync(blobs, blob.Name)));
            }
        }

        Assert.All(Emails().Concat(CanaryFiles.Temporary()), file => AssertHasNone(file, PackedFile.Unpack(File.ReadAllBytes(file))));
        Assert.DoesNotContain(_host.Log.Lines, CanaryFiles.HasTrace);
    }

    private static void AssertHasNone(string name, IEnumerable<byte[]> parts) =>
        Assert.All(parts, part =>
            Assert.False(CanaryFiles.HasTrace(Encoding.Latin1.GetString(part)) || CanaryFiles.HasTrace(Encoding.Unicode.GetString(part)),
            $"{name} holds the student."));

    /// <summary>The rewritten files have new ETags, whose events come: once another upload is done, they have been seen.</summary>
    private async Task AssertNothingHappensAgainAsync(IEnumerable<string> files, int emails)
    {
        await UploadAsync("despues.csv", Encoding.UTF8.GetBytes(CanaryFiles.Header + CanaryFiles.Row("Z9", "17")));
        await Eventually.HoldsAsync(() => Task.FromResult(Emails().Count() >= emails + 1), "The email of the later upload has left.");
        Assert.Equal(emails + 1, Emails().Count());
        Assert.All(files, file => Assert.Single(_host.Log.Lines,
            line => line.StartsWith($"Cohort udea/{file}: Done;", StringComparison.Ordinal)));
    }

    private IEnumerable<string> Emails() =>
        Directory.Exists(_host.PickupFolder) ? Directory.EnumerateFiles(_host.PickupFolder, "*.eml") : [];

    private async Task<bool> SentAsync(int count) => await _host.Storage.GetBlobContainerClient("antivirus-estado")
        .GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, "emails/", Cancellation)
        .CountAsync(blob => blob.Metadata["estado"] == "Sent", Cancellation) >= count;

    private async Task UploadAsync(string name, byte[] content, string state = "Done")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "data", name } };
        using var request = ApiHost.Request(HttpMethod.Post, $"cargadatos?bucketName=udea&nameFile={name}", ApiHost.UdeaKey, form);
        using var answer = await _host.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Eventually.HoldsAsync(async () =>
        {
            using var runs = ApiHost.Request(HttpMethod.Get, $"api/runs/udea?file={name}", ApiHost.UdeaKey);
            using var run = await _host.Http.SendAsync(runs, Cancellation);
            return (await run.Content.ReadAsStringAsync(Cancellation)).Contains($"\"{state}\"", StringComparison.Ordinal);
        }, $"{name} is {state}.");
    }

    private async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(string path, string body, string key = ApiHost.UdeaKey)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var answer = await _host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, path, key, content), Cancellation);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement);
    }

    private static string Body(string id) => $$"""{"id":"{{id}}"}""";

    private static async Task<byte[]> BytesAsync(BlobContainerClient container, string name) =>
        (await container.GetBlobClient(name).DownloadContentAsync(Cancellation)).Value.Content.ToArray();

    private static async Task<string> TextAsync(BlobContainerClient container, string name) =>
        Encoding.UTF8.GetString(await BytesAsync(container, name));
}
