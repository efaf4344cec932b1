using Antivirus.Model.Cohorts;
using Antivirus.Model.Pipeline;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Words with damaged accents: read where the damage can be undone, rejected with the word where the accent is lost.</summary>
public sealed class DamagedWordsTests
{
    [Theory]
    [InlineData("IngenierÃ\u00ADa")]
    [InlineData("IngenierÃa")]
    [InlineData("INGENIERÃ\u008DA")]
    [InlineData("Ingenier&iacute;a")]
    [InlineData("Ingenier&#237;a")]
    [InlineData("Ingenier\\u00eda")]
    [InlineData("Ingenier%C3%ADa")]
    [InlineData("Ingenier=C3=ADa")]
    [InlineData("Ingenier+AO0-a")]
    [InlineData("Ingenieri´a")]
    [InlineData("Ingenieri'a")]
    [InlineData("Ingenier~ia")]
    [InlineData("Ingeniería.")]
    [InlineData("Ｉｎｇｅｎｉｅｒía")]
    public async Task A_word_whose_damage_can_be_undone_is_read(string word)
    {
        // Act
        var outcome = await RunAsync(word);

        // Assert
        Assert.Equal((7, 0, 0), (outcome.Scored, outcome.Rejected, outcome.NewWords.Count));
    }

    [Theory]
    [InlineData("Ingenier?a", "Ingeniería")]
    [InlineData("Ingenier??a", "Ingeniería")]
    [InlineData("Ingenier\uFFFDa", "Ingeniería")]
    [InlineData("Ingenier\uFFFD\uFFFDa", "Ingeniería")]
    [InlineData("INGENIER_A", "Ingeniería")]
    [InlineData("Ingenier¡a", "Ingeniería")]
    [InlineData("Ingenier a", "Ingeniería")]
    [InlineData("Educaci?n B?sica", "Educación Básica")]
    public async Task A_word_with_a_lost_accent_is_rejected_with_the_word_that_it_seems_to_be(string word, string known)
    {
        // Act
        var outcome = await RunAsync(word);

        // Assert
        Assert.Equal((6, 1, 0), (outcome.Scored, outcome.Rejected, outcome.NewWords.Count));
        Assert.Contains($"parece «{known}» con las tildes dañadas. Exporte el archivo otra vez como CSV UTF-8",
            outcome.FirstProblems[0].Expected,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10007 - Ingeniería", true)]
    [InlineData("INGENIERÍA (10007)", true)]
    [InlineData("P1007 Educación básica", true)]
    [InlineData("Ingeniería 2", false)]
    [InlineData("Bioingeniería 10007", false)]
    public async Task A_known_word_with_a_code_is_not_a_new_word(string word, bool isKnown)
    {
        // Act
        var outcome = await RunAsync(word);

        // Assert
        Assert.Equal(isKnown ? (6, 1, 0) : (7, 0, 1), (outcome.Scored, outcome.Rejected, outcome.NewWords.Count));
        Assert.Equal(isKnown, outcome.FirstProblems.Any(problem => problem.Expected.Contains("con un código: escriba solo la palabra",
            StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_word_with_a_lost_letter_that_is_like_no_other_is_rejected_too()
    {
        // Act
        var outcome = await RunAsync("Bioingenier\uFFFDa");

        // Assert
        Assert.Equal((1, 0), (outcome.Rejected, outcome.NewWords.Count));
        Assert.Contains("las tildes llegaron dañadas", outcome.FirstProblems[0].Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bioingeniería")]
    [InlineData("Diseño & Arte")]
    [InlineData("EDUCAÇÃO")]
    [InlineData("Ingenier")]
    [InlineData("¿Otra?")]
    [InlineData("Ingeniería (noche)")]
    public async Task Another_word_is_still_a_new_one(string word)
    {
        // Act
        var outcome = await RunAsync(word);

        // Assert
        Assert.Equal((7, 0), (outcome.Scored, outcome.Rejected));
        Assert.Equal([word], Assert.Single(outcome.NewWords).Words);
    }

    private static async Task<CohortOutcome> RunAsync(string word)
    {
        var words = new[] { "Derecho", "Ingeniería", "Educación Básica", "Medicina" };
        var schema = new StudentSchema
        {
            Features =
            [
                new Feature
                {
                    Name = "programa",
                    Kind = FeatureKind.Category,
                    Words = [.. words.Select((one, code) => new CategoryWord(one, code))],
                    TrainedCodes = [0, 1, 2, 3],
                    LabelEs = "Programa",
                    LabelEn = "Programme",
                },
                new Feature { Name = "edad", Kind = FeatureKind.Integer, Minimum = 15, Maximum = 99, LabelEs = "Edad", LabelEn = "Age" },
            ],
        };
        var rows = Enumerable.Range(1, 6).Select(row => $"E{row},Derecho,20\n");
        return (await ScoreText.RunAsync(new RecordedScorer(schema, [.. Enumerable.Repeat(0.2, 7)]),
            $"id,programa,edad\n{string.Concat(rows)}E7,{word},20\n")).Outcome;
    }
}
