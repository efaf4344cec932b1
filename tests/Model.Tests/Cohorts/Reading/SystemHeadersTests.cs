using Antivirus.Model.Cohorts;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Headers as forms and student systems write them.</summary>
public sealed class SystemHeadersTests
{
    [Theory]
    [InlineData("Marca temporal,codigo,1. ¿Nota?", "x,EST{0},{1}")]
    [InlineData("codigo,2) ¿Nota?", "EST{0},{1}")]
    [InlineData("PIDM,nota,SPRIDEN_ID", "88{0},{1},EST{0}")]
    [InlineData("PIDM,id,nota", "88{0},EST{0},{1}")]
    [InlineData("TERM,PIDM,nota", "202620,EST{0},{1}")]
    public async Task Numbered_questions_and_ids_of_Banner_are_known(string header, string row)
    {
        // Arrange
        var schema = new StudentSchema
        {
            Features =
                [new Feature { Name = "nota", Kind = FeatureKind.Integer, Minimum = 0, Maximum = 5, LabelEs = "nota", LabelEn = "mark" }],
        };
        var rows = Enumerable.Range(1, 6).Select(index => row.Replace("{0}", $"{index}00", StringComparison.Ordinal)
            .Replace("{1}", $"{index % 5}", StringComparison.Ordinal));

        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(new RecordedScorer(schema, [.. Enumerable.Repeat(0.2, 6)]),
            $"{header}\n{string.Join('\n', rows)}\n");

        // Assert
        Assert.Equal((6, 0), (outcome.Scored, outcome.Rejected));
        Assert.Contains("\r\nEST100,", report, StringComparison.Ordinal);
    }
}
