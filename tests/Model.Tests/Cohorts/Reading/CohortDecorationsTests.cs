using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Random cohorts in random clothes: the students of the plain file come out, or a refusal or a rejection says why; never another
/// student.</summary>
public sealed class CohortDecorationsTests
{
    private const int Cases = 2000;
    private static readonly StudentSchema Schema =
        RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")).Artefact.Schema;

    [Fact]
    public void A_decorated_file_gives_the_students_of_the_plain_one_or_says_why_not()
    {
        // Arrange
        var complete = 0;

        // Act
        Parallel.For(
            0,
            Cases,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            seed =>
            {
                var cohort = new DecoratedCohort(seed, Schema.Features);
                var (ids, rows, problems) = Read(cohort.Content);
                Assert.True(ids.Count == cohort.Ids.Count || problems > 0, "Students are missing without a word.");
                AssertSame(cohort, ids, rows);
                Interlocked.Add(ref complete, ids.Count == cohort.Ids.Count && problems == 0 ? 1 : 0);
            });

        // Assert: refusing everything would never be wrong either.
        Assert.InRange(complete, Cases * 90 / 100, Cases);
    }

    [Fact]
    public void Whole_quoted_lines_below_padded_titles_lose_no_student()
    {
        // Arrange: two such files, one below the other.
        var cohort = new DecoratedCohort(-50845585, Schema.Features);

        // Act
        var (ids, rows, _) = Read(cohort.Content);

        // Assert
        Assert.Equal(cohort.Ids.Count, ids.Count);
        AssertSame(cohort, ids, rows);
    }

    /// <summary>Each student that was read is one of the cohort, in its order, with its values.</summary>
    private static void AssertSame(DecoratedCohort cohort, List<string> ids, List<float[]> rows)
    {
        var last = -1;
        for (var student = 0; student < ids.Count; student++)
        {
            var index = Enumerable.Range(0, cohort.Ids.Count)
                .First(row => row > last && (cohort.Ids[row] == ids[student] || row == cohort.Ids.Count - 1));
            Assert.Equal(cohort.Ids[index], ids[student]);
            Assert.Equal(cohort.Rows[index], rows[student]);
            last = index;
        }
    }

    private static (List<string> Ids, List<float[]> Rows, int Problems) Read(byte[] content)
    {
        var (ids, rows, problems) = (new List<string>(), new List<float[]>(), new List<RowProblem>());
        var batch = new StudentBatch(16, Schema.Features.Count);
        try
        {
            var reader = CohortReader.OpenAsync(new MemoryStream(content), Schema, ReportLanguage.Spanish, CancellationToken.None)
                .GetAwaiter().GetResult();
            while (reader.ReadAsync(batch, problems, CancellationToken.None).AsTask().GetAwaiter().GetResult())
            {
                ids.AddRange(Enumerable.Range(0, batch.Count).Select(student => Encoding.UTF8.GetString(batch.Id(student))));
                rows.AddRange(Enumerable.Range(0, batch.Count).Select(student => batch.Row(student).ToArray()));
            }
        }
        catch (CohortFormatException refused)
        {
            Assert.NotEmpty(refused.Problem.Expected);
            return ([], [], 1);
        }

        return (ids, rows, problems.Count);
    }
}
