using System.Security.Cryptography;
using System.Text.Json;
using Antivirus.Functions.Emails;
using Antivirus.Functions.Pages;
using Antivirus.Storage;
using Antivirus.Storage.Runs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Antivirus.Functions.Demo;

/// <summary>The steps of the demo, each done the way a user would: over HTTP, and by looking at what came out.</summary>
internal sealed class DemoFlow(
    IServer server,
    Containers containers,
    RunLedger ledger,
    IOptions<StorageOptions> storage,
    IOptions<EmailOptions> email,
    TimeProvider clock)
{
    private const string Ies = "univalle";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly HttpClient Http = new() { Timeout = Patience };

    public string UploadsContainer => storage.Value.UploadsContainer;

    public string ReportsContainer => storage.Value.ReportsContainer;

    public Uri Address => new(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Opens on the institution of the sample.</summary>
    public Uri Page => new(Address, $"{PageFiles.Root}/?ies={Ies}");

    /// <summary>Posts the sample to <c>cargadatos</c>; gives the name of the blob.</summary>
    public async Task<string> UploadAsync(CancellationToken cancellationToken)
    {
        // A name of its own each time: an upload that is done already would do nothing.
        var file = $"cohorte-ejemplo-{clock.GetUtcNow():yyyyMMdd-HHmmss}.csv";
        var posted = await WaitForAsync($"the upload to {Address}cargadatos", () => TryPostAsync(file, cancellationToken),
            cancellationToken);
        posted.Dispose();
        return $"{Ies}/{file}";
    }

    /// <summary>Null while storage is still starting.</summary>
    private async Task<HttpResponseMessage?> TryPostAsync(string file, CancellationToken cancellationToken)
    {
        await using var sample = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "samples", Ies, "cohorte-ejemplo.csv"));
        using var form = new MultipartFormDataContent { { new StreamContent(sample), "data", file } };
        var response = await Http.PostAsync(new Uri(Address, $"cargadatos?bucketName={Ies}&nameFile={file}"), form, cancellationToken);
        return response.IsSuccessStatusCode ? response : null;
    }

    public async Task<RunManifest> WaitForRunAsync(string upload, CancellationToken cancellationToken)
    {
        var run = await WaitForAsync($"the report of {upload}", async () =>
            await ledger.FindAsync(upload, cancellationToken) is { State: RunState.Done or RunState.Rejected } done ? done : null,
                cancellationToken);
        return run.State == RunState.Done ? run : throw new DemoException($"{upload} was rejected; see {run.Problems}.");
    }

    public async Task<IReadOnlyList<string>> FirstLinesAsync(RunManifest run, CancellationToken cancellationToken)
    {
        var report = await containers.Reports.GetBlobClient(run.Report).DownloadContentAsync(cancellationToken);
        return [.. report.Value.Content.ToString().Split("\r\n").Take(4)];
    }

    /// <summary>Path of the email about the report, in the pickup folder.</summary>
    public Task<string> WaitForEmailAsync(RunManifest run, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(email.Value.PickupFolder);
        return WaitForAsync($"the email about {run.Report}", () => Task.FromResult(FindEmail(folder, run.Report!)), cancellationToken);
    }

    /// <summary>A link to the report that was tried: its bytes are the report's.</summary>
    public async Task<Uri> LinkAsync(RunManifest run, CancellationToken cancellationToken)
    {
        using var body = new StringContent($$"""{"nombre_ies":"{{Ies}}"}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri(Address, "getReports"), body, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new DemoException($"{Address}getReports answered {(int)response.StatusCode}.");
        }

        using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken),
            cancellationToken: cancellationToken);
        var name = run.Report![(Ies.Length + 1)..];
        var link = answer.RootElement.GetProperty("data").EnumerateArray()
            .FirstOrDefault(entry => entry.GetProperty("file_name").GetString() == name);
        if (link.ValueKind == JsonValueKind.Undefined)
        {
            throw new DemoException($"getReports does not list {name}.");
        }

        var url = new Uri(link.GetProperty("url").GetString()!);
        var content = await Http.GetByteArrayAsync(url, cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(content)) == run.ReportSha256
            ? url
            : throw new DemoException("the link does not give the report's bytes.");
    }

    private static string? FindEmail(string folder, string report) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.eml")
            .FirstOrDefault(file => MimeMessage.Load(file).Subject == $"Reporte Prediccion: {report}")
        : null;

    private async Task<T> WaitForAsync<T>(string what, Func<Task<T?>> look, CancellationToken cancellationToken)
        where T : class
    {
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < Patience)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }

        throw new DemoException($"{what} did not come within {Patience.TotalSeconds:0} s; the lines above say why.");
    }
}
