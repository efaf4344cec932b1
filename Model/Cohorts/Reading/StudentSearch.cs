using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Finds one student in a cohort file again, to explain a score that a report has.</summary>
public static class StudentSearch
{
    private const int BatchStudents = 4096;

    /// <returns>The student's features in the schema's order; null where no good row has this id.</returns>
    /// <exception cref="CohortFormatException">The file cannot be read as a cohort.</exception>
    public static async Task<float[]?> FindAsync(Stream cohort, StudentSchema schema, ReadingOptions options, string id,
        CancellationToken cancellationToken)
    {
        await using var reader = await CohortReader.OpenAsync(cohort, schema, options, cancellationToken);
        var batch = new StudentBatch(BatchStudents, schema.Features.Count);
        var problems = new List<RowProblem>();
        var wanted = Encoding.UTF8.GetBytes(id);
        while (await reader.ReadAsync(batch, problems, cancellationToken))
        {
            problems.Clear();
            for (var student = 0; student < batch.Count; student++)
            {
                if (batch.Id(student).SequenceEqual(wanted))
                {
                    return batch.Row(student).ToArray();
                }
            }
        }

        return null;
    }
}
