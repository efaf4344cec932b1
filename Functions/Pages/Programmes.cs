using System.Runtime.CompilerServices;
using Antivirus.Functions.Runs;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Programmes;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Storage;
using Antivirus.Storage.Runs;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Functions.Pages;

/// <summary>Reads what the first students of a report study from its upload, once for each ranking, which it stays with in
/// memory.</summary>
internal sealed class Programmes(Containers containers, Scorers scorers)
{
    private readonly Lock _lock = new();
    private readonly ConditionalWeakTable<ReportRanking, Read> _reads = [];

    /// <summary>The programmes of the ranking's first students; null where the upload has none, was erased, or is not the one that was
    /// scored.</summary>
    public async Task<StudentProgrammes?> OfAsync(RunManifest run, string ies, ReportRanking ranking, CancellationToken cancellationToken)
    {
        var scorer = await scorers.ForAsync(ies, cancellationToken);
        var language = await scorers.LanguageForAsync(ies, cancellationToken);
        var key = $"{language} {scorer.Identity.Model} {scorer.Identity.ModelVersion}";
        return await Share(ranking, key, () => ReadAsync(run, ranking, scorer, language)).WaitAsync(cancellationToken);
    }

    /// <summary>Others may wait for the same pass: it goes on when the first caller has gone.</summary>
    private Task<StudentProgrammes?> Share(ReportRanking ranking, string key, Func<Task<StudentProgrammes?>> read)
    {
        lock (_lock)
        {
            if (!_reads.TryGetValue(ranking, out var shared) || shared.Key != key || shared.Result.IsFaulted)
            {
                shared = new Read(key, Task.Run(read, CancellationToken.None));
                _reads.AddOrUpdate(ranking, shared);
            }

            return shared.Result;
        }
    }

    private async Task<StudentProgrammes?> ReadAsync(RunManifest run, ReportRanking ranking, IRiskScorer scorer, ReportLanguage language)
    {
        try
        {
            using var upload = (await containers.Uploads.GetBlobClient(run.Upload)
                .DownloadStreamingAsync(cancellationToken: CancellationToken.None)).Value;
            return run.Reading is not { } reading || !IsOf(run, upload.Details) ? null
                : await StudentProgrammes.ReadAsync(upload.Content, reading, ColumnsOf(scorer), ranking.First.Select(student => student.Id),
                    language, CancellationToken.None);
        }
        catch (Exception failure) when (failure is RequestFailedException { Status: 404 } or CohortFormatException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Whether it is the version that the report was made of, or that one without an erased student.</summary>
    private static bool IsOf(RunManifest run, BlobDownloadDetails upload) =>
        upload.ETag.ToString() == run.UploadETag || ErasedVersion.From(upload.Metadata)?.Follows(run) == true;

    private static ProgrammeColumns ColumnsOf(IRiskScorer scorer) =>
        new(scorer.Schema, [.. scorer.Schema.Features.Where(feature => feature.Sensitive), .. scorer.Artefact?.SensitiveColumns ?? []]);

    /// <param name="Key">Language, model and version: they decide on the words, and on what is sensitive.</param>
    private sealed record Read(string Key, Task<StudentProgrammes?> Result);
}
