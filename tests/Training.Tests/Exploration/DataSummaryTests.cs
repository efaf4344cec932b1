using Antivirus.Support;
using Antivirus.Training.Data;
using Antivirus.Training.Exploration;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Tests.Exploration;

/// <summary>The notebook's own figures of its data, computed apart from this code.</summary>
public sealed class DataSummaryTests
{
    [Fact]
    public async Task The_notebooks_rows_and_classes_are_counted_before_and_after_its_outlier_rule()
    {
        var summary = await SummarizeAsync();

        Assert.Equal(new ClassBalance(395, 130, 265), summary.Balance);
        Assert.Equal(new ClassBalance(379, 121, 258), summary.WithoutOutliers);
        Assert.Equal([("yes", 265), ("no", 130)], summary.Target.Values.Select(value => (value.Value, value.Count)));
    }

    [Fact]
    public async Task The_notebooks_columns_have_their_types_and_none_is_missing()
    {
        var summary = await SummarizeAsync();

        Assert.Equal(30, summary.Columns.Count);
        Assert.Equal(
            ["age", "Medu", "Fedu", "traveltime", "studytime", "failures", "famrel", "freetime", "goout", "Dalc", "Walc", "health",
                "absences"],
            summary.Summaries.Where(column => column.Type == "integer").Select(column => column.Name));
        Assert.All(summary.Summaries, column => Assert.Equal(0, column.Missing));
    }

    [Theory]
    [InlineData("age", 16.696203, 1.276043, 15, 16, 17, 18, 22)]
    [InlineData("absences", 5.708861, 8.003096, 0, 0, 4, 8, 75)]
    public async Task A_column_is_described_as_the_notebook_describes_it(string column, double mean, double sd, double min, double lower,
        double median, double upper, double max)
    {
        var summary = await SummarizeAsync();

        var figures = summary.Summaries.Single(each => each.Name == column).Description!;
        Assert.Equal(395, figures.Count);
        Assert.Equal(mean, figures.Mean, 6);
        Assert.Equal(sd, figures.Std, 6);
        Assert.Equal((min, lower, median, upper, max),
            (figures.Min, figures.LowerQuartile, figures.Median, figures.UpperQuartile, figures.Max));
    }

    [Theory]
    [InlineData("Medu", "Fedu", 0.623455)]
    [InlineData("Dalc", "Walc", 0.647544)]
    [InlineData("failures", "passed", 0.337731)]
    public async Task Correlations_are_Pearsons_with_risk_as_1(string left, string right, double expected)
    {
        var matrix = (await SummarizeAsync()).Correlations;

        int IndexOf(string name) => Enumerable.Range(0, matrix.Names.Count).Single(index => matrix.Names[index] == name);
        Assert.Equal(expected, matrix.Rows[IndexOf(left)][IndexOf(right)], 6);
    }

    private static async Task<DataSummary> SummarizeAsync() => new(
        await RawTable.ReadAsync(RepositoryFolder.StudentData, [], sheet: null, TestContext.Current.CancellationToken),
        ProfileFile.Load("student-performance"),
        TestContext.Current.CancellationToken);
}
