using Antivirus.Model.Cohorts;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Ids that are one student's in other letters: the second row is rejected with the line of the first.</summary>
public sealed class SameIdsTests
{
    [Theory]
    [InlineData("EST1000", "est1000")]
    [InlineData("EST1000", "EST 1000")]
    [InlineData("EST 1000", "Est1000")]
    [InlineData("EST-1000", "est-1000")]
    [InlineData("ÁLV1000", "alv1000")]
    [InlineData("NUÑ7", "nun7")]
    [InlineData("001000", "1000")]
    [InlineData("1 000 234", "1000234")]
    [InlineData("ABCDEFGHIJ1", "abcdefghij1")]
    public async Task The_second_of_two_is_rejected_with_the_line_of_the_first(string first, string second)
    {
        // Act
        var (scored, problems) = await RunAsync("EST7", first, "EST8", second, "EST9");

        // Assert
        Assert.Equal(4, scored);
        Assert.StartsWith($"5,id,{second},", problems.Split("\r\n")[1], StringComparison.Ordinal);
        Assert.Contains("el de la línea 3 es el mismo", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A01", "A1")]
    [InlineData("1-11", "11-1")]
    [InlineData("EST_1", "EST1")]
    [InlineData("张三1", "张另1")]
    [InlineData("aB3xK9", "aB3xK8")]
    public async Task Ids_that_differ_in_anything_else_are_two_students(string first, string second)
    {
        // Act
        var (scored, problems) = await RunAsync("EST7", first, "EST8", second, "EST9");

        // Assert
        Assert.Equal((5, ""), (scored, problems));
    }

    [Fact]
    public async Task Hashes_of_mixed_case_are_all_scored()
    {
        // Arrange: 62 signs, 8 of them an id.
        const string signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var random = new Random(3);
        string[] ids = [.. Enumerable.Range(0, 20_000).Select(_ => new string(random.GetItems<char>(signs, 8))).Distinct()];

        // Act
        var (scored, problems) = await RunAsync(ids);

        // Assert: none of them is another one in other letters.
        Assert.Equal((ids.Length, ids.Length), (ids.DistinctBy(id => id.ToUpperInvariant()).Count(), scored + Rejected(problems)));
        Assert.DoesNotContain("es el mismo", problems, StringComparison.Ordinal);
    }

    private static int Rejected(string problems) => problems.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Count();

    private static async Task<(int Scored, string Problems)> RunAsync(params string[] ids)
    {
        var schema = new StudentSchema
        {
            Features =
                [new Feature { Name = "nota", Kind = FeatureKind.Integer, Minimum = 0, Maximum = 5, LabelEs = "nota", LabelEn = "mark" }],
        };
        var text = "id,nota\n" + string.Concat(ids.Select((id, index) => $"{id},{index % 5}\n"));
        var (outcome, _, problems) = await ScoreText.RunAsync(new RecordedScorer(schema, [.. ids.Select(_ => 0.2)]), text);
        return ((int)outcome.Scored, problems ?? "");
    }
}
