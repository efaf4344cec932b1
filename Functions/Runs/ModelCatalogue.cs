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

    /// <summary>Why the published version is not in use; null when the model in use is the current one.</summary>
    public string? FindRefusal(string name) => _entries.TryGetValue(name, out var entry) ? entry.Refusal : null;

    /// <summary>The model of that version, current or published before; null when it is not there any more.</summary>
    /// <exception cref="ArtefactException">It is damaged.</exception>
    public async Task<RiskModel?> FindVersionAsync(string name, string version, CancellationToken cancellationToken)
    {
        var current = await GetAsync(name, cancellationToken);
        return current.Artefact.Version == version ? current
            : await published.FindVersionAsync(name, version, cancellationToken) is { } pointer
                ? await published.LoadAsync(name, pointer, cancellationToken)
                : null;
    }

    /// <summary>The page about the current model that was written when it was trained; null where it has none.</summary>
    /// <exception cref="ArtefactException">It is not the one that was published.</exception>
    public async Task<byte[]?> FindReportAsync(string name, CancellationToken cancellationToken)
    {
        await GetAsync(name, cancellationToken);
        if (_entries[name].Pointer is { } pointer)
        {
            return await published.FindFileAsync(name, pointer, RiskModel.ReportFile, cancellationToken);
        }

        var shipped = Path.Combine(ShippedFolder, name, RiskModel.ReportFile);
        return File.Exists(shipped) ? await File.ReadAllBytesAsync(shipped, cancellationToken) : null;
    }

    /// <summary>Names of the shipped artefacts, in order.</summary>
    public IReadOnlyList<string> ShippedNames() => Directory.Exists(ShippedFolder)
        ? [.. Directory.EnumerateDirectories(ShippedFolder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)]
        : [];

    public void Dispose() => _loading.Dispose();

    private bool IsFresh(string name, [NotNullWhen(true)] out Entry? entry) =>
        _entries.TryGetValue(name, out entry)
        && clock.GetElapsedTime(entry.CheckedAt) < TimeSpan.FromSeconds(options.Value.ModelRefreshSeconds);

    /// <summary>A published version that fails a check never takes the place of a model that scored: that one stays in use.</summary>
    private async Task<RiskModel> RefreshAsync(string name, CancellationToken cancellationToken)
    {
        _entries.TryGetValue(name, out var known);
        try
        {
            var pointer = await published.FindCurrentAsync(name, cancellationToken);
            var isKnown = known is { Refusal: null } && ModelPointer.AreEqual(known.Pointer, pointer);
            var model = isKnown ? known!.Model : await LoadAsync(name, pointer, cancellationToken);
            _entries[name] = new Entry(model, pointer, clock.GetTimestamp(), null);
            return model;
        }
        catch (ArtefactException refusal) when (known is not null)
        {
            if (known.Refusal != refusal.Message)
            {
                LogRefused(name, known.Model.Artefact.Version, refusal.Message);
            }

            _entries[name] = known with { CheckedAt = clock.GetTimestamp(), Refusal = refusal.Message };
            return known.Model;
        }
    }

    private async Task<RiskModel> LoadAsync(string name, ModelPointer? pointer, CancellationToken cancellationToken)
    {
        var model = pointer is null
            ? RiskModel.Load(Path.Combine(ShippedFolder, name))
            : await published.LoadAsync(name, pointer, cancellationToken);
        LogLoaded(name, model.Artefact.Version, pointer is null ? "shipped" : "published");
        return model;
    }

    private string ShippedFolder => options.Value.ModelsFolder is { Length: > 0 } folder
        ? folder
        : Path.Combine(AppContext.BaseDirectory, "Artefacts");

    [LoggerMessage(LogLevel.Information, "Model {Model}, version {Version} ({Origin}), is loaded.")]
    private partial void LogLoaded(string model, string version, string origin);

    [LoggerMessage(LogLevel.Error, "A published version of model {Model} is refused, version {Version} stays in use: {Refusal}")]
    private partial void LogRefused(string model, string version, string refusal);

    private sealed record Entry(RiskModel Model, ModelPointer? Pointer, long CheckedAt, string? Refusal);
}
