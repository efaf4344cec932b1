using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Ids whose leading zeros a spreadsheet took away: said to the sender; refused only where two rows become one student.</summary>
public sealed class CutIdsTests
{
    [Theory]
    [InlineData(3, "001000 1007 1014 001021 001028 1035")]
    [InlineData(1, "00120034 00120037 120040 00120043 00120046")]
    [InlineData(3, "83720194 12938475 2938475 67382910 55019283 90127364 38475610 74829103 928374 61029384 4829101 82910293")]
    public void Ids_with_fewer_digits_than_the_others_are_counted(int expected, string ids) =>
        Assert.Equal(expected, CutIds.Count(ids.Split(' ')));

    [Theory]
    [InlineData("9996 9997 9998 9999 10000 10001 10002 10003")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12")]
    [InlineData("20231001 20231005 20231009 20231013 20231017")]
    [InlineData("1012345678 1098765432 79123456 52987654 1023456789 80123456")]
    [InlineData("EST0012 EST12 EST0013 EST0014 EST0015")]
    [InlineData("0012 00120 001200 12 120 1200")]
    public void Ids_of_other_kinds_are_not(string ids) => Assert.Equal(0, CutIds.Count(ids.Split(' ')));

    [Fact]
    public async Task A_student_who_stands_twice_with_and_without_zeros_is_scored_once_and_the_rest_is_a_remark()
    {
        // Arrange
        string[] ids = ["001000", "1007", "001014", "1000", "001021", "001007"];
        var text = "id,nota\n" + string.Concat(ids.Select((id, index) => $"{id},{index % 5}\n"));

        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(new RecordedScorer(Schema, [.. ids.Select(_ => 0.2)]), text);

        // Assert
        Assert.Equal((4, 2, 2), (outcome.Scored, outcome.Rejected, outcome.Reading!.ShorterIds));
        Assert.DoesNotContain("\n1000,", report, StringComparison.Ordinal);
        Assert.Contains("el de la línea 2 es el mismo", problems, StringComparison.Ordinal);
        Assert.Contains("Al menos 2 códigos tienen menos cifras que los demás", string.Join('\n',
            ReadingNotes.Of(outcome.Reading, outcome.Read, ReportLanguage.Spanish)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_short_id_among_many_is_pointed_out()
    {
        // Arrange
        var ids = Enumerable.Range(0, 40).Select(index => index == 20 ? "120034" : $"00{120_100 + (index * 7)}").ToList();

        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(new RecordedScorer(Schema, [.. ids.Select(_ => 0.2)]),
            "id,nota\n" + string.Concat(ids.Select((id, index) => $"{id},{index % 5}\n")));

        // Assert
        Assert.Equal((40, 1), (outcome.Scored, outcome.Reading!.ShorterIds));
    }

    [Fact]
    public async Task Codes_with_letters_keep_their_zeros()
    {
        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(new RecordedScorer(Schema, [0.2, 0.2, 0.2]), "id,nota\n0A1,3\nA1,4\n00A1,5\n");

        // Assert
        Assert.Equal((3, 0), (outcome.Scored, outcome.Rejected));
    }

    private static StudentSchema Schema { get; } = new()
    {
        Features =
            [new Feature { Name = "nota", Kind = FeatureKind.Integer, Minimum = 0, Maximum = 5, LabelEs = "nota", LabelEn = "mark" }],
    };
}
