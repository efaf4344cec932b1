using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Reports;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Rejected rows beyond those that the list names: they cost little, and count as the others.</summary>
public sealed class UnlistedProblemsTests
{
    private const string Header = "id,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences,Sex,Famsize,Schoolsup,Famsup," +
        "Paid,Activities,Higher,Internet,Romantic";

    private static readonly string[] OddLines =
    [
        "x,y", "", ",,,,,,,,,,,,,,,,,,", "x", "Total,17,1", "TOTAL,,,,,,,,,,,,,,,,,,", Header, "Fuente: registro", "17", "\"abierta,1",
            "-----",
        ",17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0", "E1,99,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0", "Página 1 de 3", "n = 80,17", "a,b,c,d,e",
        "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20", "E2,mucho,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0", "(80 registros)",
        "1,02E+09,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0", "Promedio", "E0000001,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(200)]
    public async Task They_are_skipped_and_counted_as_those_on_the_list(int maxProblems)
    {
        // Arrange
        var text = Cohort(new Random(maxProblems), rows: 2_000);

        // Act
        var all = await ReadAsync(text, new ReadingOptions());
        var few = await ReadAsync(text, new ReadingOptions { MaxProblems = maxProblems });

        // Assert
        Assert.Equal(all.Ids, few.Ids);
        Assert.Equal((all.Read, all.Skipped, all.Problems.Count), (few.Read, few.Skipped, few.Problems.Count));
        Assert.Equal(all.Problems.Take(maxProblems), few.Problems.Take(maxProblems));
    }

    [Fact]
    public async Task Another_table_far_below_is_still_refused()
    {
        // Arrange
        var text = $"{Header}\r\n{string.Concat(Enumerable.Repeat("x,y\r\n", 50))}"
            + string.Join(',', Header.Split(',').Order(StringComparer.Ordinal).Take(15)) + "\r\n";

        // Act
        var refusal = await Assert.ThrowsAsync<CohortFormatException>(() => ReadAsync(text, new ReadingOptions { MaxProblems = 3 }));

        // Assert
        Assert.Equal(52, refusal.Problem.Line);
    }

    [Fact]
    public async Task The_list_names_the_first_ten_thousand_and_the_number_of_the_rest()
    {
        // Arrange
        var text = $"{Header}\r\nE1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\r\n{string.Concat(Enumerable.Repeat("x,y\r\n\r\n", 30_000))}";

        // Act
        var (outcome, _, problems) = await ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema, [0.4]), text);

        // Assert
        var lines = problems!.TrimEnd().Split("\r\n");
        Assert.Equal((1, 30_000, 30_000), (outcome.Scored, outcome.Rejected, outcome.Reading!.Skipped.Blank));
        Assert.Equal(ProblemsWriter.MaxRows + 2, lines.Length);
        Assert.Equal("20001,,2 columnas,19 columnas", lines[^2]);
        Assert.Contains("20000 filas rechazadas más", lines[^1], StringComparison.Ordinal);
    }

    private static string Cohort(Random random, int rows)
    {
        var text = new StringBuilder(Header).Append("\r\nE0,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\r\n");
        for (var row = 0; row < rows; row++)
        {
            text.Append(random.Next(3) == 0 ? $"E{row % 1500:0000000},17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0"
                : OddLines[random.Next(OddLines.Length)]).Append("\r\n");
        }

        return text.ToString();
    }

    private static async Task<(List<string> Ids, long Read, SkippedLines Skipped, List<RowProblem> Problems)> ReadAsync(string text,
        ReadingOptions options)
    {
        var token = TestContext.Current.CancellationToken;
        await using var reader = await CohortReader.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), StudentPerformance.Schema,
            options, token);
        var batch = new StudentBatch(64, StudentPerformance.Schema.Features.Count);
        var (ids, problems) = (new List<string>(), new List<RowProblem>());
        while (await reader.ReadAsync(batch, problems, token))
        {
            ids.AddRange(Enumerable.Range(0, batch.Count).Select(student => Encoding.UTF8.GetString(batch.Id(student))));
        }

        return (ids, reader.RowsRead, reader.Summary.Skipped, problems);
    }
}
