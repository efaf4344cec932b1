using Antivirus.Model.Cohorts;
using Antivirus.Model.Pipeline;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>A category of seven words with the codes 0 to 6, in files that hold numbers.</summary>
public sealed class CodesFromOneTests
{
    [Theory]
    [InlineData(NewWords.Score)]
    [InlineData(NewWords.Reject)]
    public async Task Words_that_are_counted_from_1_refuse_the_file_for_each_may_be_another(NewWords newWords)
    {
        var outcome = await RunAsync([1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 4, 3, 2, 1], newWords);

        Assert.Equal("programa", outcome.FileProblem!.Column);
        Assert.Contains("los números empiezan en 1", outcome.FileProblem.Expected, StringComparison.Ordinal);
        Assert.Equal(0, outcome.Scored);
    }

    [Fact]
    public async Task One_7_is_enough_where_all_numbers_from_1_to_it_are_there_and_0_is_not()
    {
        var outcome = await RunAsync([4, 2, 3, 1, 5, 6, 7, 3, 3, 2]);

        Assert.Equal("programa", outcome.FileProblem!.Column);
        Assert.Contains("si este número es un error, corríjalo", outcome.FileProblem.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_are_counted_from_0_are_read()
    {
        var outcome = await RunAsync([0, 1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1, 0]);

        Assert.Null(outcome.FileProblem);
        Assert.Equal((14, 0), (outcome.Scored, outcome.NewWords.Count));
    }

    [Theory]
    [InlineData(1, 2, 3, 4, 5, 5, 7)]
    [InlineData(1, 2, 3, 7, 7, 6, 0)]
    [InlineData(1, 2, 3, 7, 7, 6, 8)]
    public async Task A_number_beyond_the_codes_alone_or_beside_0_or_a_higher_one_is_a_new_word(params int[] codes)
    {
        var outcome = await RunAsync(codes);

        Assert.Null(outcome.FileProblem);
        Assert.Equal((7, 0), (outcome.Scored, outcome.Rejected));
        Assert.Contains("7", Assert.Single(outcome.NewWords).Words);
    }

    private static async Task<CohortOutcome> RunAsync(int[] codes, NewWords newWords = NewWords.Score)
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
                    Words = [.. "abcdefg".Select((letter, code) => new CategoryWord($"programa {letter}", code))],
                    TrainedCodes = [0, 1, 2, 3, 4, 5, 6],
                    LabelEs = "Programa",
                    LabelEn = "Programme",
                },
                new Feature { Name = "edad", Kind = FeatureKind.Integer, Minimum = 15, Maximum = 99, LabelEs = "Edad", LabelEn = "Age" },
            ],
        };
        var rows = codes.Select((code, index) => $"E{index},{code},20\n");
        var scorer = new RecordedScorer(schema, [.. codes.Select(_ => 0.2)]);
        return (await ScoreText.RunAsync(scorer, "id,programa,edad\n" + string.Concat(rows))).Outcome;
    }
}
