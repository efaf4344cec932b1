using Antivirus.Model.Reports;

namespace Antivirus.Model.Scoring;

/// <summary>One cohort file in, one risk report out: reads, scores and writes in overlapping batches, with flat memory.</summary>
public sealed class ScoreCohort(IRiskScorer scorer, ReportOptions options)
{
    /// <summary>
    /// Scores a whole cohort. The outputs are opened only when there is something to write, flushed and left open:
    /// the caller commits them after this returns, and drops them when it throws.
    /// A file that cannot be read as a cohort is an outcome too, with its problem in <see cref="CohortOutputs.OpenProblems"/>.
    /// </summary>
    public Task<CohortOutcome> RunAsync(Stream cohort, CohortOutputs outputs, CancellationToken cancellationToken) =>
        throw new NotImplementedException($"{scorer} {options}");
}
