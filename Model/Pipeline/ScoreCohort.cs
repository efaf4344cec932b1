using System.Threading.Channels;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models.TreeShap;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;

namespace Antivirus.Model.Pipeline;

/// <summary>One cohort file in, one risk report out: reads, scores and writes in overlapping batches, with flat memory.</summary>
public sealed class ScoreCohort(IRiskScorer scorer, ReportOptions options, ReadingOptions? reading = null)
{
    private const int BatchStudents = 8192;
    private static readonly RiskThreshold Everybody = new(double.NegativeInfinity);

    private readonly TreeShapExplainer? _explainer = options.Columns == ReportColumns.Original ? null : scorer.Explainer;
    private readonly ReasonRules? _rules = options.Columns == ReportColumns.Original ? null : new ReasonRules(scorer.Schema);
    private readonly RiskThreshold _threshold = options.Threshold is { } chosen ? new RiskThreshold(chosen) : scorer.RiskThreshold;

    /// <summary>
    /// Scores a whole cohort. The outputs are opened only when there is something to write, flushed and left open:
    /// the caller commits them after this returns, and drops them when it throws.
    /// A file that cannot be read as a cohort is an outcome too, with its problem in <see cref="CohortOutputs.OpenProblems"/>:
    /// when <see cref="CohortOutcome.FileProblem"/> is there, what was written of a report is to be dropped.
    /// </summary>
    public async Task<CohortOutcome> RunAsync(Stream cohort, CohortOutputs outputs, CancellationToken cancellationToken)
    {
        await using var tally = new CohortOutputWriter(outputs, options, scorer, _explainer);
        CohortReader reader;
        try
        {
            reader = await CohortReader.OpenAsync(cohort, scorer.Schema,
                (reading ?? new ReadingOptions()) with
                {
                    Language = options.Language,
                    MaxProblems = ProblemsWriter.MaxRows,
                }, cancellationToken);
        }
        catch (CohortFormatException failure)
        {
            return await tally.RefuseAsync(failure.Problem, cancellationToken);
        }

        await using (reader)
        {
            try
            {
                await RunAsync(reader, tally, cancellationToken);
            }
            catch (CohortFormatException failure)
            {
                return await tally.RefuseAsync(failure.Problem, cancellationToken);
            }

            return await tally.FinishAsync(reader, _threshold, cancellationToken);
        }
    }

    private async Task RunAsync(CohortReader reader, CohortOutputWriter tally, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var free = Channel.CreateUnbounded<ScoredBatch>();

        // So many are scored while another is read and another is written.
        for (var index = 0; index < scorer.BatchesInFlight + 2; index++)
        {
            free.Writer.TryWrite(new ScoredBatch(new StudentBatch(BatchStudents, scorer.Schema.Features.Count)));
        }

        var inOrder = Channel.CreateUnbounded<ScoredBatch>();
        var reading = Task.Run(() => ReadAsync(reader, free.Reader, inOrder.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in inOrder.Reader.ReadAllAsync(stop.Token))
            {
                await batch.Scoring;
                await tally.WriteAsync(batch, _threshold, stop.Token);
                await free.Writer.WriteAsync(batch, stop.Token);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await reading;
    }

    private async Task ReadAsync(CohortReader reader, ChannelReader<ScoredBatch> free, ChannelWriter<ScoredBatch> inOrder,
        CancellationToken cancellationToken)
    {
        var turns = new SemaphoreSlim(scorer.BatchesInFlight);
        var lookUp = Task.CompletedTask;
        try
        {
            while (true)
            {
                var next = await free.ReadAsync(cancellationToken);
                next.Problems.Clear();
                if (!await reader.ReadRowsAsync(next.Batch, next.Problems, cancellationToken))
                {
                    break;
                }

                // Both leave the reading thread: the next batch is read meanwhile. Ids are looked up batch by batch, in the file's order;
                // several batches are scored and get their reasons at once.
                await turns.WaitAsync(cancellationToken);
                lookUp = RejectRepeatedAsync(lookUp, reader, next);
                next.Scoring = ScoreAsync(next, lookUp, turns, cancellationToken);
                await inOrder.WriteAsync(next, cancellationToken);
            }

            inOrder.Complete();
        }
        catch (Exception failure)
        {
            inOrder.Complete(failure);
            throw;
        }
        finally
        {
            // The ids belong to the reader, which is closed after this.
            await lookUp.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task RejectRepeatedAsync(Task before, CohortReader reader, ScoredBatch batch)
    {
        // Away from the reading thread, also where nothing is waited for.
        await Task.Yield();
        await before;
        reader.RejectRepeated(batch.Batch, batch.Problems);
    }

    private async Task ScoreAsync(ScoredBatch batch, Task lookUp, SemaphoreSlim turns, CancellationToken cancellationToken)
    {
        try
        {
            await lookUp;
            await scorer.ScoreAsync(batch.Batch, batch.Scores, cancellationToken);
            if (_explainer is not null && _rules is not null)
            {
                batch.Reasons.Find(_explainer, _rules, batch.Batch, batch.Scores,
                    options.ReasonsForAll ? Everybody : _threshold);
            }
        }
        finally
        {
            turns.Release();
        }
    }
}

/// <summary>A batch on its way: read, being scored, then written.</summary>
internal sealed class ScoredBatch(StudentBatch batch)
{
    public StudentBatch Batch { get; } = batch;

    public List<RowProblem> Problems { get; } = [];

    public double[] Scores { get; } = new double[batch.Capacity];

    public StudentReasons Reasons { get; } = new(batch.Capacity, batch.FeatureCount);

    public Task Scoring { get; set; } = Task.CompletedTask;
}
