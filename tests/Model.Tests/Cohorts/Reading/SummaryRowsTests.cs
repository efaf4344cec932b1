using System.Globalization;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Rows of averages, sums and counts without a label, with a number for an id: rejected with words, never students.</summary>
public sealed class SummaryRowsTests
{
    private const string Header = "id,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences,Sex,Famsize,Schoolsup,Famsup,Paid,"
        + "Activities,Higher,Internet,Romantic\n";

    private const int Students = 40;
    private readonly LocalRiskScorer _scorer = new(RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")));

    [Theory]
    [InlineData("40", "average")]
    [InlineData("1019", "average")]
    [InlineData("1", "average")]
    [InlineData("40", "median")]
    [InlineData("1000", "minimum")]
    [InlineData("1039", "maximum")]
    [InlineData("40", "first")]
    public async Task A_summary_with_a_number_for_an_id_is_rejected_wherever_it_stands(string id, string kind)
    {
        // Arrange
        var rows = Rows(index => $"EST{1000 + index}");
        var summary = $"{id},{string.Join(',', Summary(kind))}\n";
        foreach (var text in (string[])[Header + rows + summary, Header + summary + rows])
        {
            // Act
            var (outcome, report, problems) = await ScoreText.RunAsync(_scorer, text);

            // Assert
            Assert.Equal((await ScoreText.RunAsync(_scorer, Header + rows)).Report, report);
            Assert.Equal((Students, 1), (outcome.Scored, outcome.Rejected));
            Assert.Contains("esta parece un promedio, una suma o un recuento", problems, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("20231019.5")]
    [InlineData("809240780")]
    [InlineData("20")]
    public async Task An_average_below_numeric_ids_is_rejected(string id)
    {
        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer,
            Header + Rows(index => $"{20231000 + index}") + $"{id},{string.Join(',', Summary("average"))}\n");

        // Assert
        Assert.Equal((Students, 1), (outcome.Scored, outcome.Rejected));
    }

    [Theory]
    [InlineData("20231019")]
    [InlineData("INT77")]
    [InlineData("41")]
    public async Task A_student_with_another_kind_of_id_and_values_of_their_own_is_scored(string id)
    {
        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer,
            Header + Rows(index => $"EST{1000 + index}") + $"{id},{string.Join(',', Values(3))}\n");

        // Assert
        Assert.Equal((Students + 1, 0), (outcome.Scored, outcome.Rejected));
    }

    [Fact]
    public async Task A_student_like_the_average_is_scored_where_ids_have_several_shapes()
    {
        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer,
            Header + Rows(index => index % 3 == 0 ? $"{7000 + index}" : $"EST{1000 + index}")
                + $"90,{string.Join(',', Summary("average"))}\n");

        // Assert
        Assert.Equal((Students + 1, 0), (outcome.Scored, outcome.Rejected));
    }

    private static string Rows(Func<int, string> id) =>
        string.Concat(Enumerable.Range(0, Students).Select(index => $"{id(index)},{string.Join(',', Values(index))}\n"));

    private static int[] Values(int index) =>
    [
        15 + (index * 7 % 5), index * 3 % 5, 1 + (index * 5 % 4), 1 + (index * 11 % 4), 1 + (index * 13 % 5), 1 + (index * 17 % 5),
        1 + (index % 5), 1 + (index * 2 % 5), index * 7 % 23, index % 2, index / 2 % 2, index / 4 % 2, index / 3 % 2, index / 5 % 2,
        index / 7 % 2, index % 9 == 0 ? 0 : 1, index % 6 == 0 ? 0 : 1, index / 11 % 2,
    ];

    private static IEnumerable<string> Summary(string kind)
    {
        for (var feature = 0; feature < Values(0).Length; feature++)
        {
            // Of words, summaries show the most frequent one, whatever they show of numbers.
            var isWord = feature > 8 && kind is ("minimum" or "maximum");
            var column = Enumerable.Range(0, Students).Select(index => Values(index)[feature]).Order().ToList();
            var value = kind switch
            {
                _ when isWord => column.CountBy(each => each).MaxBy(count => count.Value).Key,
                "average" => Math.Round(column.Average()),
                "median" => column[column.Count / 2],
                "minimum" => column[0],
                "maximum" => column[^1],
                _ => Values(0)[feature],
            };
            yield return value.ToString(CultureInfo.InvariantCulture);
        }
    }
}
