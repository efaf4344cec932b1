using Antivirus.Model.Cohorts;
using Antivirus.Model.Pipeline;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Pipeline;

public sealed class NewWordsOfACohortTests
{
    private const string Header = "id,programa,edad,notas,jornada\n";

    [Fact]
    public async Task A_word_that_no_training_row_had_is_scored_counted_and_named()
    {
        var outcome = await RunAsync(Header + "A,Enfermería,20,3,0\nB,Bioingeniería,21,4,1\nC, bioingeniería ,22,4,1\nD,Derecho,22,4,1\n");

        var words = Assert.Single(outcome.NewWords);
        Assert.Equal((4, 0), (outcome.Scored, outcome.Rejected));
        Assert.Equal(("programa", 3), (words.Feature, words.Students));
        Assert.Equal(["Bioingeniería", "Derecho"], words.Words);
    }

    [Fact]
    public async Task A_code_is_named_by_its_word_and_once()
    {
        var outcome = await RunAsync(Header + "A,3,20,3,0\nB,3,21,4,1\nC,Derecho,22,4,1\nD,99,22,4,1\n");

        Assert.Equal(["Derecho", "99"], Assert.Single(outcome.NewWords).Words);
    }

    [Theory]
    [InlineData("A,Bioingeniería,20,3,0\n")]
    [InlineData("A,999,20,3,0\n")]
    public async Task A_file_without_a_header_may_begin_with_one(string row)
    {
        var outcome = await RunAsync(row + "B,Enfermería,20,3,0\nC,Enfermería,21,3,0\n");

        Assert.Equal((3, 1), (outcome.Scored, Assert.Single(outcome.NewWords).Students));
    }

    [Theory]
    [InlineData("A,3.5,20,3,0\n")]
    [InlineData("A,,20,3,0\n")]
    [InlineData("A,n/a,20,3,0\n")]
    [InlineData("A,Bioingeniería,x,3,0\n")]
    [InlineData("A,Enfermería,20,3,mañana\n")]
    public async Task What_is_not_a_word_of_a_category_is_still_a_problem(string row)
    {
        var outcome = await RunAsync(Header + "B,Enfermería,20,3,0\n" + row);

        Assert.Equal((1, 1), (outcome.Scored, outcome.Rejected));
        Assert.Empty(outcome.NewWords);
    }

    [Theory]
    [InlineData("Promedio")]
    [InlineData("Total Enfermería")]
    [InlineData("Derecho Total")]
    public async Task The_label_of_a_statistic_is_no_new_word(string label)
    {
        var outcome = await RunAsync(Header + $"E1,Enfermería,20,3,0\nE2,Enfermería,21,4,1\nE3,Enfermería,22,4,1\n3,{label},20,3,0\n");

        Assert.Equal((3, 0, 1), (outcome.Scored, outcome.Rejected, outcome.Reading!.Skipped.Totals));
        Assert.Empty(outcome.NewWords);
    }

    [Fact]
    public async Task A_row_that_is_refused_leaves_no_word_behind()
    {
        var outcome = await RunAsync(Header + "A,Bioingeniería,x,3,0\nB,Enfermería,20,3,0\nB,Derecho,20,3,0\n");

        Assert.Equal((1, 2), (outcome.Scored, outcome.Rejected));
        Assert.Empty(outcome.NewWords);
    }

    [Fact]
    public async Task Where_the_profile_refuses_new_words_the_row_is_a_problem()
    {
        var outcome = await RunAsync(Header + "A,Enfermería,20,3,0\nB,Bioingeniería,20,3,0\n", NewWords.Reject);

        Assert.Equal((1, 1), (outcome.Scored, outcome.Rejected));
        Assert.Contains("Enfermería", Assert.Single(outcome.FirstProblems).Expected, StringComparison.Ordinal);
    }

    private static async Task<CohortOutcome> RunAsync(string cohort, NewWords newWords = NewWords.Score)
    {
        var schema = new StudentSchema
        {
            Features =
            [
                new Feature
                {
                    Name = "programa",
                    Kind = FeatureKind.Category,
                    NewWords = newWords,

                    // Derecho is a word of the profile that no training row had.
                    Words = newWords == NewWords.Reject ? [new("Enfermería", 1), new("Agronomía", 2)]
                        : [new("Enfermería", 1), new("Agronomía", 2), new("Derecho", 3)],
                    TrainedCodes = [1, 2],
                    LabelEs = "Programa",
                    LabelEn = "Programme",
                },
                new Feature { Name = "edad", Kind = FeatureKind.Integer, Minimum = 15, Maximum = 99, LabelEs = "Edad", LabelEn = "Age" },
                new Feature { Name = "notas", Kind = FeatureKind.Number, Minimum = 0, Maximum = 5, LabelEs = "Notas", LabelEn = "Grades" },
                new Feature { Name = "jornada", Kind = FeatureKind.Binary, LabelEs = "Jornada", LabelEn = "Shift" },
            ],
        };
        return (await ScoreText.RunAsync(new RecordedScorer(schema, 0.2, 0.3, 0.4, 0.5), cohort)).Outcome;
    }
}
