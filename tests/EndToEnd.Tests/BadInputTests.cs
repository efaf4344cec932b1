using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Antivirus.Model.Models;
using Antivirus.Storage.Runs;
using Antivirus.Support;

namespace Antivirus.EndToEnd.Tests;

/// <summary>What a user sees of a real host when a request, a setting, the model or storage is wrong.</summary>
public sealed class BadInputTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IDisposable
{
    private const string Row = "E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Mail => _folder.File("correo");

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_body_of_a_gigabyte_is_refused_before_it_is_read()
    {
        // Arrange
        (string Path, string Length)[] requests =
        [
            ("getReports", "Content-Length: 1073741824"),
            ("getReports", "Transfer-Encoding: chunked"),
            ("getUrlsUploaded", "Content-Length: 1073741824"),
            ("cargadatos?bucketName=univalle&nameFile=a.csv", "Content-Length: 1200000000"),
        ];
        await using var host = await RunningHost.StartAsync(azurite.ConnectionString, Mail);
        foreach (var (path, length) in requests)
        {
            // Act
            var answer = await SendStartAsync(host.Address, path, length);

            // Assert
            Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Scorer", "Nadie", "Setting Scorer must be one of Local, SageMaker.")]
    [InlineData("Model", "../modelo", "Model must be the name of an artefact")]
    [InlineData("ModelRefreshSeconds", "pronto", "Setting ModelRefreshSeconds must be a whole number.")]
    [InlineData("UploadsContainer", "Mayúsculas", "UploadsContainer")]
    [InlineData("Ies:univalle:Emails:0", "nadie", "Ies__univalle__Emails__0")]
    [InlineData("Email:Transport", "Paloma", "Setting Email__Transport must be one of Pickup, Smtp, Acs.")]
    [InlineData("Email:ClaimTime", "mañana", "Setting Email__ClaimTime must be a time such as 00:05:00.")]
    [InlineData("Api:LinkSeconds", "-1", "LinkSeconds")]
    public async Task A_wrong_setting_stops_the_host_with_its_name_and_without_a_stack_trace(string setting, string value, string expected)
    {
        // Act
        var (exitCode, output) = await RunningHost.RunToEndAsync(azurite.ConnectionString, Mail, onTerminal: false, $"--{setting}={value}");

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_or_damaged_model_is_named_to_operator_and_institution_and_scores_nobody()
    {
        // Arrange
        var models = Directory.CreateDirectory(_folder.File("modelos")).FullName;
        await using var host = await RunningHost.StartUnhealthyAsync(azurite.ConnectionString, Mail, ("ModelsFolder", models),
            ("LocalHost__RetrySeconds", "0.01"));
        var storage = new Storage(azurite.ConnectionString);
        await Eventually.HoldsAsync(async () => await IsThereAsync(storage) && await StatusAsync(host) is not null,
            "The host made its containers and listens.");

        // Act
        await storage.UploadAsync("univalle/sin-modelo.csv", Row);
        var missing = await FailedAsync(host, "sin-modelo.csv");
        CopyArtefact(Path.Combine(models, "student-performance"));
        await File.WriteAllTextAsync(Path.Combine(models, "student-performance", RiskModel.TreesFile), "cut", Cancellation);
        await storage.UploadAsync("univalle/modelo-roto.csv", Row);
        var broken = await FailedAsync(host, "modelo-roto.csv");
        using var health = await _http.GetAsync(new Uri(host.Address, "health"), Cancellation);

        // Assert
        Assert.Contains("student-performance", missing, StringComparison.Ordinal);
        Assert.Contains(RiskModel.TreesFile, broken, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        var model = (await health.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("model");
        Assert.False(model.GetProperty("ok").GetBoolean());
        Assert.Empty(await Storage.NamesAsync(storage.Reports, "univalle/"));
    }

    [Fact]
    public async Task Storage_that_is_down_is_told_to_callers_in_a_sentence_and_waited_for()
    {
        // Arrange
        await using var own = new AzuriteServer();
        await own.StartAsync();
        await own.StopAsync();
        await using var host = await RunningHost.StartUnhealthyAsync(own.ConnectionString, Mail);
        await Eventually.HoldsAsync(async () => await StatusAsync(host) is HttpStatusCode.ServiceUnavailable,
            "The host says that it is not well.");

        // Act
        using var links = await _http.PostAsJsonAsync(new Uri(host.Address, "getReports"), new { nombre_ies = "univalle" }, Cancellation);
        using var upload = await PostAsync(host, "caida.csv");
        await own.StartAsync();
        await host.WaitUntilHealthyAsync();
        using var later = await PostAsync(host, "despues.csv");
        var report = await new Storage(own.ConnectionString).WaitForReportAsync("univalle/reporte_despues.csv");

        // Assert
        foreach (var refused in (HttpResponseMessage[])[links, upload])
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            var error = (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("error").GetString();
            Assert.Contains("almacenamiento", error, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        Assert.Contains("\r\nE1,", report, StringComparison.Ordinal);
    }

    /// <summary>Sends as much of a body as a client may send before it looks for the answer, and gives the answer up to its
    /// reason.</summary>
    private static async Task<string> SendStartAsync(Uri address, string path, string length)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(address.Host, address.Port, Cancellation);
        await using var stream = line.GetStream();
        var start = length.StartsWith("Transfer", StringComparison.Ordinal) ? $"20000\r\n{new string('x', 0x20000)}\r\n"
            : new string('x', 1000);
        var head =
            $"POST /{path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nConnection: " +
            $"close\r\n{length}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + start), Cancellation);

        // Not to the end: a host that takes no more of a body breaks the line after its answer.
        var answer = "";
        var buffer = new byte[4096];
        while (!answer.Contains("\"error\":\"", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, Cancellation);
            Assert.True(read > 0, $"The host said only: {answer}");
            answer += Encoding.UTF8.GetString(buffer, 0, read);
        }

        return answer;
    }

    private static async Task<bool> IsThereAsync(Storage storage) =>
        await storage.Uploads.ExistsAsync(Cancellation) && await storage.Reports.ExistsAsync(Cancellation)
            && await storage.Ledger.ExistsAsync(Cancellation);

    private static void CopyArtefact(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(RepositoryFolder.File("Model", "Artefacts", "student-performance")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    /// <summary>Waits until the run has failed for good, as far as its institution sees, and gives the reason that it is told.</summary>
    private async Task<string> FailedAsync(RunningHost host, string file)
    {
        var run = default(JsonElement);
        await Eventually.HoldsAsync(
            async () =>
            {
                using var answer = await _http.GetAsync(new Uri(host.Address, $"api/runs/univalle?file={file}"), Cancellation);
                run = answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation) : default;
                return run.ValueKind == JsonValueKind.Object && run.GetProperty("state").GetString() == nameof(RunState.Failed);
            },
            string.Create(CultureInfo.InvariantCulture, $"The run of {file} failed."));
        return run.GetProperty("error").GetString()!;
    }

    private async Task<HttpStatusCode?> StatusAsync(RunningHost host)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(host.Address, "health"), Cancellation);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<HttpResponseMessage> PostAsync(RunningHost host, string name)
    {
        using var form = new MultipartFormDataContent { { new StringContent("univalle"), "bucketName" },
            { new StringContent(Row), "data", name } };
        return await _http.PostAsync(new Uri(host.Address, $"cargadatos?bucketName=univalle&nameFile={name}"), form, Cancellation);
    }
}
