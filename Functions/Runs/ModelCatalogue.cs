using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Antivirus.Model.Models;
using Antivirus.Storage.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Runs;

/// <summary>The models in memory: the published version where there is one, else the shipped artefact. A new version is noticed without a
/// restart.</summary>
internal sealed partial class ModelCatalogue(
    PublishedModels published,
    IOptions<ScoringOptions> options,
    TimeProvider clock,
    ILogger<ModelCatalogue> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _loading = new(1);

    /// <summary>The model that is current now, at most <see cref="ScoringOptions.ModelRefreshSeconds"/> old.</summary>
    /// <exception cref="ArtefactException">It is missing or damaged.</exception>
    public async Task<RiskModel> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (IsFresh(name, out var fresh))
        {
            return fresh.Model;
        }

        await _loading.WaitAsync(cancellationToken);
        try
        {
            return IsFresh(name, out fresh) ? fresh.Model : await RefreshAsync(name, cancellationToken);
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Names of the shipped artefacts, in order.</summary>
    public IReadOnlyList<string> ShippedNames() => Directory.Exists(ShippedFolder)
        ? [.. Directory.EnumerateDirectories(ShippedFolder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)]
        : [];

    public void Dispose() => _loading.Dispose();

    private bool IsFresh(string name, [NotNullWhen(true)] out Entry? entry) =>
        _entries.TryGetValue(name, out entry)
        && clock.GetElapsedTime(entry.CheckedAt) < TimeSpan.FromSeconds(options.Value.ModelRefreshSeconds);

    private async Task<RiskModel> RefreshAsync(string name, CancellationToken cancellationToken)
    {
        var version = await published.CurrentVersionAsync(name, cancellationToken);
        var model = _entries.TryGetValue(name, out var known) && known.PublishedVersion == version
            ? known.Model
            : await LoadAsync(name, version, cancellationToken);
        _entries[name] = new Entry(model, version, clock.GetTimestamp());
        return model;
    }

    private async Task<RiskModel> LoadAsync(string name, string? version, CancellationToken cancellationToken)
    {
        var model = version is null
            ? RiskModel.Load(Path.Combine(ShippedFolder, name))
            : await published.LoadAsync(name, version, cancellationToken);
        LogLoaded(name, model.Artefact.Version, version is null ? "shipped" : "published");
        return model;
    }

    private string ShippedFolder => options.Value.ModelsFolder is { Length: > 0 } folder
        ? folder
        : Path.Combine(AppContext.BaseDirectory, "Artefacts");

    [LoggerMessage(LogLevel.Information, "Model {Model}, version {Version} ({Origin}), is loaded.")]
    private partial void LogLoaded(string model, string version, string origin);

    private sealed record Entry(RiskModel Model, string? PublishedVersion, long CheckedAt);
}
