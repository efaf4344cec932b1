using System.Buffers;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models.TreeShap;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Model.Scoring.Drift;

namespace Antivirus.Model.Pipeline;

/// <summary>Writes the outputs of a run as its batches come, and counts.</summary>
internal sealed class CohortOutputWriter(CohortOutputs outputs, ReportOptions options, IRiskScorer scorer, TreeShapExplainer? explainer)
    : IAsyncDisposable
{
    private const int FirstProblems = 10;

    private readonly ReportWriter _reportWriter = new(options, explainer is null ? null : scorer.Schema, scorer.Artefact?.Certainty);
    private readonly ProblemsWriter _problemsWriter = new(options.Language);
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly List<RowProblem> _firstProblems = [];
    private readonly ReasonTally _reasonTally = new(scorer.Schema);
    private readonly ReasonsOutput? _reasons = explainer is null || outputs.OpenReasons is null ? null
        : new(outputs.OpenReasons, options, scorer, explainer);
    private readonly NewWordTally _newWords = new(scorer.Schema);
    private readonly DriftMeter? _drift = scorer.Artefact is { } artefact ? new DriftMeter(artefact) : null;
    private readonly LeadingStudents? _leading = options is { Capacity: { } capacity, Columns: ReportColumns.Full }
        ? new(capacity, scorer, explainer) : null;

    private Stream? _report;
    private Stream? _problems;
    private long _scored;
    private long _atRisk;
    private long _rejected;

    public async ValueTask WriteAsync(ScoredBatch batch, RiskThreshold threshold, CancellationToken cancellationToken)
    {
        if (batch.Batch.Count > 0)
        {
            if (_report is null)
            {
                _report = _leading?.Lines ?? await outputs.OpenReport(cancellationToken);
                WriteHeader();
            }

            _atRisk += _reportWriter.WriteBatch(_buffer, batch.Batch, batch.Scores, threshold, explainer is null ? null : batch.Reasons);
            _scored += batch.Batch.Count;
            _newWords.Add(batch.Batch);
            _drift?.Add(batch.Batch.Features.Span);
            _leading?.Add(batch.Batch, batch.Scores);
            await EmptyAsync(_report, cancellationToken);
            await ExplainAsync(batch, threshold, cancellationToken);
        }

        await WriteAsync(batch.Problems, cancellationToken);
    }

    /// <summary>The outcome of a file that cannot be read as a cohort, whatever was scored of it so far.</summary>
    public async Task<CohortOutcome> RefuseAsync(RowProblem problem, CancellationToken cancellationToken)
    {
        // What the file is refused for stands in the list, however long that is.
        _rejected = Math.Min(_rejected, ProblemsWriter.MaxRows - 1);
        await WriteAsync([problem], cancellationToken);
        await _problems!.FlushAsync(cancellationToken);
        return Outcome(0, "") with
        {
            FileProblem = problem,
            Scored = 0,
            AtRisk = 0,
            Rejected = 0,
            TopReasons = [],
            NewWords = [],
            Drift = null
        };
    }

    public async Task<CohortOutcome> FinishAsync(CohortReader reader, RiskThreshold threshold, CancellationToken cancellationToken)
    {
        var hash = await reader.FinishAsync(cancellationToken);
        var fileProblem = reader.RowsRead == 0 ? reader.HeaderOnlyProblem : null;
        await WriteAsync(fileProblem is null ? [] : [fileProblem], cancellationToken);
        if (_problems is not null && _rejected > ProblemsWriter.MaxRows)
        {
            _problemsWriter.WriteRest(_buffer, _rejected - ProblemsWriter.MaxRows);
            await EmptyAsync(_problems, cancellationToken);
        }

        if (_reasons is not null)
        {
            await _reasons.FinishAsync(cancellationToken);
        }

        var leading = await LeadAsync(threshold, cancellationToken);
        foreach (var output in (Stream?[])[_report, _problems])
        {
            if (output is not null)
            {
                await output.FlushAsync(cancellationToken);
            }
        }

        return Outcome(reader.RowsRead, hash) with
        {
            FileProblem = fileProblem,
            Reading = reader.Summary,
            Leading = leading
        };
    }

    public ValueTask DisposeAsync() => _leading?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Not for lines that wait on disk: the header goes before those of the leading students.</summary>
    private void WriteHeader()
    {
        if (_leading is null)
        {
            _reportWriter.WriteHeader(_buffer);
        }
    }

    private async Task<LeadingList?> LeadAsync(RiskThreshold threshold, CancellationToken cancellationToken)
    {
        if (_leading is null || _scored == 0)
        {
            return null;
        }

        _report = await outputs.OpenReport(cancellationToken);
        return await _leading.WriteAsync(_report, _reportWriter, threshold, cancellationToken);
    }

    private CohortOutcome Outcome(long read, string hash) => new()
    {
        Read = read,
        Scored = _scored,
        AtRisk = _atRisk,
        Rejected = _rejected,
        InputSha256 = hash,
        FirstProblems = _firstProblems,
        NewWords = _newWords.ToCounts(),
        Drift = _scored == 0 ? null : _drift?.Compare((double)_atRisk / _scored, isOwnThreshold: options.Threshold is null),
        TopReasons = explainer is null ? [] : _reasonTally.Top(),
    };

    private async ValueTask ExplainAsync(ScoredBatch batch, RiskThreshold threshold, CancellationToken cancellationToken)
    {
        if (explainer is not null)
        {
            _reasonTally.Count(batch.Batch, batch.Reasons, batch.Scores, threshold);
        }

        if (_reasons is not null)
        {
            await _reasons.WriteAsync(batch, threshold, cancellationToken);
        }
    }

    private async ValueTask WriteAsync(List<RowProblem> problems, CancellationToken cancellationToken)
    {
        if (problems.Count == 0)
        {
            return;
        }

        var isFirst = _problems is null;
        _problems ??= await outputs.OpenProblems(cancellationToken);
        if (isFirst)
        {
            _problemsWriter.WriteHeader(_buffer);
        }

        foreach (var problem in problems.Take((int)Math.Max(0, ProblemsWriter.MaxRows - _rejected)))
        {
            ProblemsWriter.Write(_buffer, problem);
        }

        _firstProblems.AddRange(problems.Take(FirstProblems - _firstProblems.Count));
        _rejected += problems.Count;
        await EmptyAsync(_problems, cancellationToken);
    }

    private async ValueTask EmptyAsync(Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        _buffer.ResetWrittenCount();
    }
}
