using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Antivirus.Functions;
using Antivirus.LocalHost;
using Antivirus.LocalHost.Discovery;
using Antivirus.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Antivirus.EndToEnd.Tests;

/// <summary>One trace leads from the upload to its email, across two triggers that know of each other by the ledger alone.</summary>
public sealed class TraceTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IDisposable
{
    private static readonly string[] Way = ["score cohort", "score", "commit", "send report email", "send"];
    private readonly TemporaryFolder _folder = new();
    private readonly Storage _storage = new(azurite.ConnectionString);
    private readonly RecordedSpans _spans = new();

    [Fact]
    public async Task An_upload_its_report_and_its_email_have_one_trace_and_two_uploads_have_two()
    {
        // Arrange
        using var host = await StartHostAsync();

        // Act
        await _storage.UploadAsync("univalle/a.csv", "E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n");
        await _storage.UploadAsync("univalle/b.csv", "E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n");
        await Eventually.HoldsAsync(() => Task.FromResult(_spans.All.Count(span => span.OperationName == "send report email") == 2),
            "Both emails were sent.");
        var (a, b) = (await TraceOfAsync("runs/univalle/a.csv.json"), await TraceOfAsync("runs/univalle/b.csv.json"));
        await host.StopAsync(TestContext.Current.CancellationToken);

        // Assert
        Assert.NotEqual(a, b);
        foreach (var (trace, report) in (ReadOnlySpan<(string, string)>)[(a, "reporte_a.csv"), (b, "reporte_b.csv")])
        {
            Assert.Equal(Way.Order(StringComparer.Ordinal), _spans.All.Where(span => span.TraceId.ToString() == trace)
                .Select(span => span.OperationName).Order(StringComparer.Ordinal));
        }

        Assert.Equal(a, await TraceOfAsync("emails/univalle/reporte_a.csv.json"));
        Assert.Equal(b, await TraceOfAsync("emails/univalle/reporte_b.csv.json"));
    }

    public void Dispose()
    {
        _spans.Dispose();
        _folder.Dispose();
    }

    private async Task<IHost> StartHostAsync()
    {
        var builder = LocalHostBuilder.Create([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["AntivirusStorage"] = azurite.ConnectionString,
            ["Ies:univalle:Name"] = "Universidad del Valle",
            ["Ies:univalle:Emails:0"] = "bienestar@univalle.example",
            ["Email:PickupFolder"] = _folder.File("correo"),
        });
        builder.Services.AddSingleton(FunctionTypes.In(typeof(CreatePredictions).Assembly));
        builder.AddLocalServer([]);
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(_spans)));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(async () => await _storage.Uploads.ExistsAsync(TestContext.Current.CancellationToken),
            "The containers are there.");
        return host;
    }

    /// <summary>The trace that an entry of the ledger tells: the second part of a W3C trace parent.</summary>
    private async Task<string> TraceOfAsync(string entry)
    {
        var content = await _storage.Ledger.GetBlobClient(entry).DownloadContentAsync(TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(content.Value.Content);
        return json.RootElement.GetProperty("traceParent").GetString()!.Split('-')[1];
    }

    private sealed class RecordedSpans : BaseExporter<Activity>
    {
        private readonly ConcurrentQueue<Activity> _spans = [];

        public IReadOnlyCollection<Activity> All => _spans;

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
            {
                _spans.Enqueue(span);
            }

            return ExportResult.Success;
        }
    }
}
