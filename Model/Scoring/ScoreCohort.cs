using System.Threading.Channels;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Reports;

namespace Antivirus.Model.Scoring;

/// <summary>One cohort file in, one risk report out: reads, scores and writes in overlapping batches, with flat memory.</summary>
public sealed class ScoreCohort(IRiskScorer scorer, ReportOptions options)
{
    private const int BatchStudents = 8192;

    /// <summary>
    /// Scores a whole cohort. The outputs are opened only when there is something to write, flushed and left open:
    /// the caller commits them after this returns, and drops them when it throws.
    /// A file that cannot be read as a cohort is an outcome too, with its problem in <see cref="CohortOutputs.OpenProblems"/>.
    /// </summary>
    public async Task<CohortOutcome> RunAsync(Stream cohort, CohortOutputs outputs, CancellationToken cancellationToken)
    {
        var tally = new CohortTally(outputs, options);
        CohortReader reader;
        try
        {
            reader = await CohortReader.OpenAsync(cohort, scorer.Schema, options.Language, cancellationToken);
        }
        catch (CohortFormatException failure)
        {
            return await tally.RefuseAsync(failure.Problem, cancellationToken);
        }

        await using (reader)
        {
            await RunAsync(reader, tally, cancellationToken);
            return await tally.FinishAsync(reader, cancellationToken);
        }
    }

    private async Task RunAsync(CohortReader reader, CohortTally tally, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var free = Channel.CreateUnbounded<ScoredBatch>();
        for (var index = 0; index <= scorer.BatchesInFlight; index++)
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
                await tally.WriteAsync(batch, options.Threshold ?? scorer.Threshold, stop.Token);
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

    private async Task ReadAsync(CohortReader reader, ChannelReader<ScoredBatch> free, ChannelWriter<ScoredBatch> inOrder, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var next = await free.ReadAsync(cancellationToken);
                next.Problems.Clear();
                if (!await reader.ReadAsync(next.Batch, next.Problems, cancellationToken))
                {
                    break;
                }

                next.Scoring = scorer.ScoreAsync(next.Batch, next.Scores, cancellationToken).AsTask();
                await inOrder.WriteAsync(next, cancellationToken);
            }

            inOrder.Complete();
        }
        catch (Exception failure)
        {
            inOrder.Complete(failure);
            throw;
        }
    }
}

/// <summary>A batch on its way: read, being scored, then written.</summary>
internal sealed class ScoredBatch(StudentBatch batch)
{
    public StudentBatch Batch { get; } = batch;

    public List<RowProblem> Problems { get; } = [];

    public double[] Scores { get; } = new double[batch.Capacity];

    public Task Scoring { get; set; } = Task.CompletedTask;
}
