using Antivirus.Model.Cohorts;
using Antivirus.Model.Pipeline;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Rows that tried a system out, rows whose id is 0 or in a program's wrapping, and cells with text after their quotes.</summary>
public sealed class UnlikeRowsTests
{
    [Theory]
    [InlineData("TEST01")]
    [InlineData("TEST001")]
    [InlineData("Prueba1")]
    [InlineData("XXX1")]
    [InlineData("demo-01")]
    [InlineData("test 1")]
    [InlineData("ESTPRUEBA1")]
    [InlineData("DEMO")]
    [InlineData("XXX")]
    [InlineData("Estudiante Prueba")]
    [InlineData("0")]
    [InlineData("0000000")]
    [InlineData("['EST1000']")]
    [InlineData("b'EST1000'")]
    [InlineData("&nbsp;EST1000")]
    [InlineData("[EST1000](http://example.edu/1)")]
    public async Task An_id_that_is_none_is_rejected_wherever_it_stands(string id)
    {
        // Act
        var first = await RunAsync([id, .. Ids("EST")]);
        var last = await RunAsync([.. Ids("EST"), id]);

        // Assert
        Assert.All([first, last], outcome => Assert.Equal((12, 1), (outcome.Scored, outcome.Rejected)));
    }

    [Theory]
    [InlineData("TEST")]
    [InlineData("DEMO-")]
    [InlineData("b")]
    public async Task Ids_that_all_begin_so_are_ids(string prefix)
    {
        // Act
        var outcome = await RunAsync(Ids(prefix));

        // Assert
        Assert.Equal((12, 0), (outcome.Scored, outcome.Rejected));
    }

    [Theory]
    [InlineData("0 1 2 3 4 5 6 7 8 9 10 11")]
    [InlineData("000 001 002 003 004 005")]
    [InlineData("ADM1 DER1 MED1 ADM2 DER2 MED2 TES1")]
    [InlineData("TESTA1 EST2 EST3 EST4 EST5 EST6")]
    [InlineData("ana luz test sol paz")]
    public async Task Ids_of_other_kinds_are_all_scored(string ids)
    {
        // Act
        var outcome = await RunAsync(ids.Split(' '));

        // Assert
        Assert.Equal((ids.Split(' ').Length, 0), (outcome.Scored, outcome.Rejected));
    }

    [Theory]
    [InlineData("\"EST1\"x,3,Ana")]
    [InlineData("\"EST1\" x,3,Ana")]
    [InlineData("EST1,\"3\"4,Ana")]
    [InlineData("EST1,\"3\"\"\"4,Ana")]
    public async Task Text_after_the_quotes_of_a_cell_that_is_read_rejects_its_row(string row)
    {
        // Act
        var (outcome, _, problems) = await ScoreText.RunAsync(Scorer(3), $"id,nota,nombre\n{row}\nEST2,4,Eva\n");

        // Assert
        Assert.Equal((1, 1), (outcome.Scored, outcome.Rejected));
        Assert.StartsWith("2,", problems!.Split("\r\n")[1], StringComparison.Ordinal);
        Assert.Contains("sin texto detrás de ellas", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EST1,3,\"Ana \"la\" Paz\"")]
    [InlineData("\"EST1\" ,\"3\" ,\"Ana\"x")]
    public async Task Text_after_quotes_elsewhere_costs_nothing(string row)
    {
        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(Scorer(3), $"id,nota,nombre\n{row}\nEST2,4,Eva\n");

        // Assert
        Assert.Equal((2, 0), (outcome.Scored, outcome.Rejected));
        Assert.Contains("\r\nEST1,", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ends_a_file_of_a_database_is_no_row()
    {
        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(Scorer(3), "id,nota\nEST1,3\nEST2,4\n\u001a\0");

        // Assert
        Assert.Equal((2, 0), (outcome.Scored, outcome.Rejected));
    }

    private static string[] Ids(string prefix) => [.. Enumerable.Range(0, 12).Select(index => $"{prefix}{1000 + (index * 7)}")];

    private static async Task<CohortOutcome> RunAsync(string[] ids) => (await ScoreText.RunAsync(Scorer(ids.Length),
        "id,nota\n" + string.Concat(ids.Select((id, index) => $"{id},{index % 5}\n")))).Outcome;

    private static RecordedScorer Scorer(int students) => new(new StudentSchema
    {
        Features =
            [new Feature { Name = "nota", Kind = FeatureKind.Integer, Minimum = 0, Maximum = 5, LabelEs = "nota", LabelEn = "mark" }],
    }, [.. Enumerable.Repeat(0.2, students)]);
}
