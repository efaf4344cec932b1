using Antivirus.Model.Cohorts;
using Antivirus.Training.Cards;
using Antivirus.Training.Data;

namespace Antivirus.Training.Tests.Cards;

public sealed class FairnessTests
{
    [Fact]
    public void Groups_are_counted_and_measured_by_their_own_students()
    {
        // Arrange: the model finds all women at risk, and no man; it says 0.8 or 0.2.
        var set = Set(["F", "F", "F", "F", "M", "M", "M", "M"], [true, true, false, false, true, false, false, false]);

        // Act
        var rows = Audit(set, [0.8, 0.8, 0.2, 0.8, 0.2, 0.2, 0.2, 0.2]);

        // Assert
        Assert.Equal(["F", "M"], rows.Select(row => row.Value));
        Assert.Equal((4, 0.5, 1.0, 0.5), (rows[0].Count, rows[0].BaseRate, rows[0].TruePositiveRate, rows[0].FalsePositiveRate));
        Assert.Equal((4, 0.25, 0.0, 0.0), (rows[1].Count, rows[1].BaseRate, rows[1].TruePositiveRate, rows[1].FalsePositiveRate));

        // Women: three at 0.8 of whom two are at risk, one at 0.2 who is not.
        Assert.Equal(((3 * (0.8 - (2.0 / 3))) + 0.2) / 4, rows[0].CalibrationError, 9);
        Assert.Equal(0.65, rows[0].MeanScore, 9);
    }

    [Fact]
    public void Many_numbers_are_grouped_by_quartiles_in_their_order_and_empty_cells_by_themselves()
    {
        string[] ages = [.. Enumerable.Range(0, 40).Select(student => $"{student + 5}"), ""];
        var set = Set(ages, [.. ages.Select((_, student) => student % 2 == 0)]);

        var rows = Audit(set, [.. ages.Select(_ => 0.5)]);

        Assert.Equal(["below 15", "15 to below 25", "25 to below 35", "35 or more", "(empty)"], rows.Select(row => row.Value));
        Assert.Equal([10, 10, 10, 10, 1], rows.Select(row => row.Count));
    }

    [Fact]
    public void Many_words_and_numbers_that_are_mostly_one_are_grouped_by_the_most_frequent()
    {
        string[] nations = [.. Enumerable.Repeat("1", 70), .. Enumerable.Range(2, 10).Select(code => $"{code}")];
        var set = Set(nations, [.. nations.Select((_, student) => student % 2 == 0)]);

        var rows = Audit(set, [.. nations.Select(_ => 0.5)]);

        Assert.Equal(("1", 70), (rows[0].Value, rows[0].Count));
        Assert.Equal(("(other)", 4), (rows[^1].Value, rows[^1].Count));
        Assert.Equal(8, rows.Count);
    }

    [Theory]
    [InlineData(true, 1.0, double.NaN)]
    [InlineData(false, double.NaN, 1.0)]
    public void A_group_of_one_has_only_the_rate_that_it_can_have(bool atRisk, double found, double falseAlarms)
    {
        // Arrange
        var set = Set(["F", "M", "M"], [atRisk, true, false]);

        // Act
        var row = Audit(set, [0.8, 0.8, 0.2])[0];

        // Assert
        Assert.Equal((1, double.NaN, found, falseAlarms), (row.Count, row.Auc, row.TruePositiveRate, row.FalsePositiveRate));
        Assert.Equal(atRisk ? 0.2 : 0.8, row.CalibrationError, 9);
        Assert.Empty(WorstRatio.Of([row, row]));
    }

    private static TrainingSet Set(string[] values, bool[] atRisk) => new()
    {
        Schema = new StudentSchema { Features = [] },
        Features = [.. values.Select(_ => Array.Empty<float>())],
        AtRisk = atRisk,
        Ids = values,
        Groups = values,
        Sensitive = new Dictionary<string, string[]> { ["column"] = values },
        RowsRead = values.Length,
        DataSha256 = "",
    };

    private static IReadOnlyList<FairnessRow> Audit(TrainingSet set, IReadOnlyList<double> scores) =>
        Fairness.Audit(set, scores, [.. scores.Select(score => score > 0.5)]);
}
