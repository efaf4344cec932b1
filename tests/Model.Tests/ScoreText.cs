using System.Text;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;

namespace Antivirus.Model.Tests;

/// <summary>Scores a cohort that is given as text or bytes, with outputs in memory.</summary>
internal static class ScoreText
{
    public static Task<(CohortOutcome Outcome, string? Report, string? Problems)> RunAsync(IRiskScorer scorer, string cohort,
        ReportOptions? options = null) =>
        RunAsync(scorer, new MemoryStream(Encoding.UTF8.GetBytes(cohort)), options);

    public static async Task<(CohortOutcome Outcome, string? Report, string? Problems)> RunAsync(IRiskScorer scorer, Stream cohort,
        ReportOptions? options = null, ReadingOptions? reading = null)
    {
        MemoryStream? report = null;
        MemoryStream? problems = null;
        var outputs = new CohortOutputs(
            _ => ValueTask.FromResult<Stream>(report = new MemoryStream()),
            _ => ValueTask.FromResult<Stream>(problems = new MemoryStream()));
        var outcome = await new ScoreCohort(scorer, options ?? new ReportOptions(), reading)
            .RunAsync(cohort, outputs, TestContext.Current.CancellationToken);
        return (outcome, Text(report), Text(problems));
    }

    private static string? Text(MemoryStream? stream) => stream is null ? null : Encoding.UTF8.GetString(stream.ToArray());
}
