using Antivirus.Functions.Observability;
using Antivirus.Functions.Runs;
using Antivirus.LocalHost;
using Antivirus.Storage;
using Antivirus.Storage.Models;
using Antivirus.Storage.Runs;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Tests.Runs;

/// <summary>The app's parts on containers of a test's own, without its host: the test calls what a trigger would.</summary>
internal sealed class ScoringApp : IDisposable
{
    private readonly IHost _host;

    private ScoringApp(IHost host) => _host = host;

    public Containers Containers => _host.Services.GetRequiredService<Containers>();

    public RunLedger Ledger => _host.Services.GetRequiredService<RunLedger>();

    public GivenUpRuns GivenUp => _host.Services.GetRequiredService<GivenUpRuns>();

    /// <summary>The sweep as it runs under the Functions host, which gives up after five tries and tells nobody.</summary>
    public AbandonedRuns AbandonedRuns(TimeProvider clock) => new(Ledger, GivenUp, Options.Create(new RunOptions()), clock,
        NullLogger<AbandonedRuns>.Instance);

    public ScoreUpload ScoreUpload => _host.Services.GetRequiredService<ScoreUpload>();

    public Scorers Scorers => _host.Services.GetRequiredService<Scorers>();

    public ModelCatalogue Models => _host.Services.GetRequiredService<ModelCatalogue>();

    public PublishedModels Published => _host.Services.GetRequiredService<PublishedModels>();

    /// <summary>What <c>/health</c> answers.</summary>
    public async Task<AppHealth> HealthAsync() => AppHealth.From(
        await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken));

    public Telemetry Telemetry => _host.Services.GetRequiredService<Telemetry>();

    /// <param name="settings">Beside those that every test needs; they win.</param>
    public static async Task<ScoringApp> CreateAsync(string connectionString, IReadOnlyDictionary<string, string?>? settings = null,
        TimeProvider? clock = null, ILoggerProvider? log = null)
    {
        var run = Guid.NewGuid().ToString("N");
        var builder = LocalHostBuilder.Create([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AntivirusStorage"] = connectionString,
            ["UploadsContainer"] = $"cargas-{run}",
            ["ReportsContainer"] = $"reportes-{run}",
            ["LedgerContainer"] = $"estado-{run}",
            ["ModelsContainer"] = $"modelos-{run}",
            ["AuditContainer"] = $"auditoria-{run}",
            ["Ies:univalle:Name"] = "Universidad del Valle",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.AddLocalServer([]);
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        var app = new ScoringApp(builder.Build());
        foreach (var container in app.Containers.All)
        {
            await container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        }

        return app;
    }

    public async Task<BlobClient> UploadAsync(string name, string content)
    {
        var blob = Containers.Uploads.GetBlobClient(name);
        await blob.UploadAsync(new BinaryData(content), overwrite: true, TestContext.Current.CancellationToken);
        return blob;
    }

    /// <summary>The text of a report; null when there is none.</summary>
    public async Task<string?> ReportAsync(string name)
    {
        var blob = Containers.Reports.GetBlobClient(name);
        return await blob.ExistsAsync(TestContext.Current.CancellationToken)
            ? (await blob.DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString()
            : null;
    }

    public void Dispose() => _host.Dispose();
}
