using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Pipeline;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Numbers that are not what they say: codes for missing values, and shares where a hundred is meant.</summary>
public sealed class OddNumbersTests
{
    private const int Students = 24;

    [Theory]
    [InlineData("ausencias", "99")]
    [InlineData("ausencias", "99.0")]
    [InlineData("ausencias", "999")]
    [InlineData("edad", "99")]
    [InlineData("saldo", "-1")]
    [InlineData("saldo", "-99")]
    [InlineData("inflacion", "-99")]
    public async Task A_code_for_missing_values_in_several_rows_rejects_these(string column, string code)
    {
        // Act
        var (outcome, problems) = await RunAsync(column, index => index % 6 == 0 ? code : null);

        // Assert
        Assert.Equal((Students - 4, 4), (outcome.Scored, outcome.Rejected));
        Assert.Contains($"{code} está en varias filas, lejos de los demás valores", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ausencias", "99", 12)]
    [InlineData("ausencias", "60", 6)]
    [InlineData("asistencia", "99", 6)]
    [InlineData("inflacion", "-1", 6)]
    [InlineData("saldo", "999", 12)]
    public async Task A_number_that_is_rare_or_near_the_others_is_one(string column, string number, int every)
    {
        // Act
        var (outcome, _) = await RunAsync(column, index => index % every == 0 ? number : null);

        // Assert
        Assert.Equal((Students, 0), (outcome.Scored, outcome.Rejected));
    }

    [Theory]
    [InlineData("99 = sin dato")]
    [InlineData("Ausencias: 99 = no responde")]
    [InlineData("99: s/d, 98: no aplica")]
    public async Task A_legend_that_names_a_code_within_the_range_refuses_the_file(string legend)
    {
        // Act
        var (outcome, _) = await RunAsync("ausencias", index => index == 5 ? "99" : null, legend + "\n");

        // Assert
        Assert.StartsWith("ausencias", outcome.FileProblem?.Column, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shares_of_one_where_the_model_counts_to_a_hundred_refuse_the_file()
    {
        // Act
        var (outcome, problems) = await RunAsync("asistencia",
            index => (0.6 + (index % 9 * 0.04)).ToString("0.00", CultureInfo.InvariantCulture));

        // Assert
        Assert.StartsWith("asistencia", outcome.FileProblem?.Column, StringComparison.Ordinal);
        Assert.Contains("Multiplique toda la columna por 100", problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_share_below_one_per_cent_among_others_is_read()
    {
        // Act
        var (outcome, _) = await RunAsync("asistencia", index => index % 8 == 0 ? "0.5" : null);

        // Assert
        Assert.Equal((Students, 0), (outcome.Scored, outcome.Rejected));
    }

    private static async Task<(CohortOutcome Outcome, string Problems)> RunAsync(string column, Func<int, string?> cell, string above = "")
    {
        var schema = new StudentSchema
        {
            Features =
            [
                Number("edad", FeatureKind.Integer, 15, 100), Number("ausencias", FeatureKind.Integer, 0, 2000),
                Number("saldo", FeatureKind.Integer, -5000, 5000), Number("inflacion", FeatureKind.Number, -100, 100),
                Number("asistencia", FeatureKind.Number, 0, 100) with { Median = 80 },
            ],
        };
        var rows = Enumerable.Range(0, Students).Select(index => $"E{index},"
            + string.Join(',', schema.Features.Select((feature, at) =>
                feature.Name == column && cell(index) is { } own ? own : Value(at, index))));
        var text = $"{above}id,{string.Join(',', schema.Features.Select(feature => feature.Name))}\n{string.Join('\n', rows)}\n";
        var (outcome, _, problems) = await ScoreText.RunAsync(new RecordedScorer(schema, [.. rows.Select(_ => 0.2)]), text);
        return (outcome, problems ?? "");
    }

    private static string Value(int feature, int index) => feature switch
    {
        0 => $"{17 + (index % 9)}",
        1 => $"{index * 7 % 40}",
        2 => $"{index * 37 % 800}",
        3 => $"{index % 7}.{index % 5}",
        _ => $"{55 + (index * 3 % 44)}.5",
    };

    private static Feature Number(string name, FeatureKind kind, double least, double most) =>
        new() { Name = name, Kind = kind, Minimum = least, Maximum = most, LabelEs = name, LabelEn = name };
}
