using Antivirus.Model.Cohorts;
using Antivirus.Model.Pipeline;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Columns whose unread cells show that the read ones mean something else: the file is refused, not scored in part.</summary>
public sealed class OwnCodingsTests
{
    [Theory]
    [InlineData("sexo", "F T T F T F")]
    [InlineData("sexo", "T T F F T T F")]
    [InlineData("sexo", "F True F True F")]
    [InlineData("sexo", "W M M W M M")]
    [InlineData("jornada", "N M M N N M")]
    [InlineData("jornada", "M T N M T N")]
    [InlineData("genero", "Kvinna Man Kvinna Man Kvinna Man")]
    [InlineData("genero", "Ж М Ж М М Ж")]
    [InlineData("genero", "Moza Mozo Mozo Moza Moza Mozo")]
    public async Task Letters_of_which_half_are_unknown_refuse_the_file(string column, string cells)
    {
        // Act
        var outcome = await RunAsync(column, cells);

        // Assert
        Assert.StartsWith(column, outcome.FileProblem?.Column, StringComparison.Ordinal);
        Assert.Contains("pueden significar otra cosa", outcome.FileProblem!.Expected, StringComparison.Ordinal);
        Assert.Equal(0, outcome.Scored);
    }

    [Theory]
    [InlineData("beca", "0 1 2 2 1 0 2")]
    [InlineData("beca", "1 3 2 1 0 2 3 4 2")]
    [InlineData("programa", "7 8 9 7 8 9")]
    [InlineData("nota", "4 8 7 9 3 2 6")]
    [InlineData("nota", "3.5 3.8 5.0 9.7 8.1 7.2")]
    [InlineData("nota", "2 45 80 77 5 63")]
    public async Task Numbers_of_another_scale_refuse_the_file(string column, string cells)
    {
        // Act
        var outcome = await RunAsync(column, cells);

        // Assert
        Assert.StartsWith(column, outcome.FileProblem?.Column, StringComparison.Ordinal);
        Assert.Contains("en toda la columna", outcome.FileProblem!.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sexo", "F M F M Q F M", 1)]
    [InlineData("sexo", "F F F F F F F F F F F F T", 1)]
    [InlineData("sexo", "F F X F X F F", 2)]
    [InlineData("sexo", "F M X M X F M", 2)]
    [InlineData("sexo", "F Otro F F Otro F", 2)]
    [InlineData("sexo", "Femenino T Femenino T F F", 2)]
    [InlineData("beca", "0 1 9 1 9 9 0 1", 3)]
    [InlineData("beca", "0 1 1 0 1 0 2 1", 1)]
    [InlineData("nota", "4 3 5 6 2 1 3", 1)]
    [InlineData("nota", "4 3 5 99 99 99 2 1 3", 3)]
    [InlineData("edad", "17 18 33 34 35 19", 3)]
    [InlineData("genero", "Femme Homme Homme Femme Women Men", 0)]
    [InlineData("genero", "F M F M Otro F M", 0)]
    [InlineData("programa", "Arte Cine Arte Cine Arte Cine", 0)]
    [InlineData("programa", "Derecho 7 Derecho Medicina 8 7", 0)]
    public async Task Slips_and_third_answers_reject_their_rows_only(string column, string cells, int rejected)
    {
        // Act
        var outcome = await RunAsync(column, cells);

        // Assert
        Assert.Null(outcome.FileProblem);
        Assert.Equal((cells.Split(' ').Length - rejected, rejected), (outcome.Scored, outcome.Rejected));
    }

    [Fact]
    public async Task Letters_that_come_late_in_a_sorted_file_refuse_it()
    {
        // Act
        var outcome = await RunAsync("sexo", string.Join(' ', [.. Enumerable.Repeat("F", 12000), .. Enumerable.Repeat("T", 12000)]));

        // Assert
        Assert.Contains("pueden significar otra cosa", outcome.FileProblem?.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_letters_after_both_known_ones_of_a_sorted_file_reject_their_rows()
    {
        // Act
        var outcome = await RunAsync("sexo",
            string.Join(' ', [.. Enumerable.Repeat("F", 12000), .. Enumerable.Repeat("M", 5000), .. Enumerable.Repeat("Q", 3000)]));

        // Assert
        Assert.Equal((17000, 3000), (outcome.Scored, outcome.Rejected));
    }

    private static async Task<CohortOutcome> RunAsync(string column, string cells)
    {
        var schema = new StudentSchema
        {
            Features =
            [
                Word("sexo", FeatureKind.Binary, "F", "M"),
                Word("jornada", FeatureKind.Category, "D", "N", "S") with { NewWords = NewWords.Reject },
                Word("beca", FeatureKind.Binary),
                Word("genero", FeatureKind.Category, "F", "M"),
                Word("programa", FeatureKind.Category, "Derecho", "Medicina", "Música"),
                Word("nota", FeatureKind.Number) with { Minimum = 0, Maximum = 5 },
                Word("edad", FeatureKind.Integer) with { Minimum = 15, Maximum = 30 },
            ],
        };
        var plain = (string[])["M", "D", "1", "F", "Derecho", "4", "20"];
        var at = schema.Features.ToList().FindIndex(feature => feature.Name == column);
        var rows = cells.Split(' ').Select((cell, index) =>
            $"E{index},{string.Join(',', plain.Select((value, feature) => feature == at ? cell : value))}\n").ToList();
        var scorer = new RecordedScorer(schema, [.. rows.Select(_ => 0.2)]);
        return (await ScoreText.RunAsync(scorer, $"id,{string.Join(',', schema.Features.Select(feature => feature.Name))}\n"
            + string.Concat(rows))).Outcome;
    }

    private static Feature Word(string name, FeatureKind kind, params string[] words) => new()
    {
        Name = name,
        Kind = kind,
        Words = [.. words.Select((word, code) => new CategoryWord(word, code))],
        LabelEs = name,
        LabelEn = name,
    };
}
