using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Scoring;

namespace Antivirus.Training.Commands;

/// <summary>What a scorer says of one student.</summary>
/// <param name="AtRisk">By the threshold of the student's group, where there is one.</param>
internal readonly record struct LabelledScore(double Score, bool AtRisk);

/// <summary>The scores of a whole cohort file in memory, by student id.</summary>
internal static class FileScores
{
    private const int BatchStudents = 4096;

    /// <exception cref="TrainingException">The file is not a cohort.</exception>
    public static async Task<Dictionary<string, LabelledScore>> ReadAsync(IRiskScorer scorer, Stream cohort, ReadingOptions reading,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var reader =
                await CohortReader.OpenAsync(cohort, scorer.Schema, reading with { Language = ReportLanguage.English }, cancellationToken);
            return await ReadAsync(scorer, reader, cancellationToken);
        }
        catch (CohortFormatException failure)
        {
            throw new TrainingException(
                $"The file is not a cohort of this model: line {failure.Problem.Line}, expected {failure.Problem.Expected}.");
        }
    }

    private static async Task<Dictionary<string, LabelledScore>> ReadAsync(IRiskScorer scorer, CohortReader reader,
        CancellationToken cancellationToken)
    {
        var batch = new StudentBatch(BatchStudents, scorer.Schema.Features.Count);
        var scores = new double[BatchStudents];
        var problems = new List<RowProblem>();
        var all = new Dictionary<string, LabelledScore>(StringComparer.Ordinal);
        while (await reader.ReadAsync(batch, problems, cancellationToken))
        {
            problems.Clear();
            await scorer.ScoreAsync(batch, scores, cancellationToken);
            for (var student = 0; student < batch.Count; student++)
            {
                var isAtRisk = scorer.RiskThreshold.IsExceeded(scores[student], batch.Row(student));
                all[Encoding.UTF8.GetString(batch.Id(student))] = new LabelledScore(scores[student], isAtRisk);
            }
        }

        return all;
    }
}
