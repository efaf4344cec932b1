using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Scoring;

namespace Antivirus.Training.Commands;

/// <summary>The scores of a whole cohort file in memory, by student id.</summary>
internal static class FileScores
{
    private const int BatchStudents = 4096;

    /// <exception cref="TrainingException">The file is not a cohort.</exception>
    public static async Task<Dictionary<string,
        double>> ReadAsync(IRiskScorer scorer, Stream cohort, ReadingOptions reading, CancellationToken cancellationToken)
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

    private static async Task<Dictionary<string,
        double>> ReadAsync(IRiskScorer scorer, CohortReader reader, CancellationToken cancellationToken)
    {
        var batch = new StudentBatch(BatchStudents, scorer.Schema.Features.Count);
        var scores = new double[BatchStudents];
        var problems = new List<RowProblem>();
        var all = new Dictionary<string, double>(StringComparer.Ordinal);
        while (await reader.ReadAsync(batch, problems, cancellationToken))
        {
            problems.Clear();
            await scorer.ScoreAsync(batch, scores, cancellationToken);
            for (var student = 0; student < batch.Count; student++)
            {
                all[Encoding.UTF8.GetString(batch.Id(student))] = scores[student];
            }
        }

        return all;
    }
}
