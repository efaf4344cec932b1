using System.Text.Json;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Model.Tests.Models;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Reports;

public sealed class FactorsTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    // The made-up students are at risk for going out and missing classes.
    private const string Cohort = "AtRisk,17,1,1,3,5,5,3,4,80,0,0,1,0,1,0,1,1,0\nSafe,17,1,1,3,5,1,3,4,2,0,0,1,0,1,0,1,1,0\n";

    [Fact]
    public async Task A_student_at_risk_is_given_the_features_that_raise_the_risk_with_their_values()
    {
        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(Scorer(), Cohort);

        // Assert
        var lines = report!.Split("\r\n");
        Assert.Equal("Id_estudiantes,Prediccion,Probabilidad,Factores", lines[0]);
        Assert.Matches("^AtRisk,En riesgo,0\\.\\d{4},", lines[1]);
        Assert.Contains("absences: 80", lines[1], StringComparison.Ordinal);
        Assert.Contains("goout: 5", lines[1], StringComparison.Ordinal);
        Assert.Matches("^Safe,No riesgo,0\\.\\d{4},$", lines[2]);
        Assert.All(outcome.TopReasons, reason => Assert.Equal(1, reason.Students));
        Assert.Contains(outcome.TopReasons, reason => reason.Feature == "absences");
    }

    [Fact]
    public async Task All_students_get_reasons_when_asked()
    {
        // Arrange: one goes out, yet misses no classes
        var cohort = Cohort.Replace("5,1,3,4,2", "5,5,3,4,2", StringComparison.Ordinal);

        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(Scorer(), cohort, new ReportOptions { ReasonsForAll = true });

        // Assert
        Assert.Matches("^Safe,No riesgo,0\\.\\d{4},goout: 5$", report!.Split("\r\n")[2]);
        Assert.All(outcome.TopReasons, reason => Assert.Equal(1, reason.Students));
    }

    [Theory]
    [InlineData(ReportLanguage.Spanish, "Sexo: hombre; Nota: 2.5; \"\"Trabaja\"\", de noche: sin dato")]
    [InlineData(ReportLanguage.English, "Sex: M; Grade: 2.5; Works: no data")]
    public void Reasons_are_said_in_the_words_of_the_schema(ReportLanguage language, string expected)
    {
        // Arrange
        var schema = new StudentSchema
        {
            Features =
            [
                new Feature { Name = "sex", Kind = FeatureKind.Binary, LabelEs = "Sexo", LabelEn = "Sex",
                    Words = [new CategoryWord("M", 1) { LabelEs = "hombre" }] },
                new Feature { Name = "grade", Kind = FeatureKind.Number, LabelEs = "Nota", LabelEn = "Grade" },
                new Feature { Name = "works", Kind = FeatureKind.Number, LabelEs = "\"Trabaja\", de noche", LabelEn = "Works",
                    AllowsEmpty = true },
            ],
        };
        var output = new System.Buffers.ArrayBufferWriter<byte>();

        // Act
        new ReasonText(schema, language).Write(output, [0, 1, 2], [1, 2.5f, float.NaN]);

        // Assert
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(output.WrittenSpan).Trim('"'));
    }

    [Theory]
    [InlineData(1.0, 0.9, "actionable first")]
    [InlineData(1.0, 0.7, "effect first")]
    public void An_actionable_feature_comes_first_when_effects_are_close(double other, double actionable, string order)
    {
        // Act
        var chosen = Choose(Schema(actionableFeature: 1), [other, actionable, -2, 0], [1, 1, 1, 1]);

        // Assert
        Assert.Equal(order == "actionable first" ? [1, 0] : [0, 1], chosen);
    }

    [Fact]
    public async Task The_contributions_of_every_student_add_up_in_the_json()
    {
        // Arrange
        var json = new MemoryStream();
        var outputs = new CohortOutputs(_ => ValueTask.FromResult<Stream>(new MemoryStream()), _ =>
            ValueTask.FromResult<Stream>(new MemoryStream()))
        {
            OpenReasons = _ => ValueTask.FromResult<Stream>(json),
        };
        using var cohort = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Cohort));

        // Act
        await new ScoreCohort(Scorer(), new ReportOptions { ReasonsForAll = true })
            .RunAsync(cohort, outputs, TestContext.Current.CancellationToken);

        // Assert
        using var document = JsonDocument.Parse(json.ToArray());
        var students = document.RootElement.GetProperty("students").EnumerateArray().ToList();
        Assert.Equal(["AtRisk", "Safe"], students.Select(student => student.GetProperty("id").GetString()));
        var calibration = trained.Artefact.Calibration;
        foreach (var student in students)
        {
            var raw = document.RootElement.GetProperty("baseValue").GetDouble()
                + student.GetProperty("contributions").EnumerateObject().Sum(contribution => contribution.Value.GetDouble());
            Assert.Equal(raw, student.GetProperty("rawScore").GetDouble(), 1e-9);
            Assert.Equal(1 / (1 + Math.Exp((calibration.Slope * raw) + calibration.Offset)), student.GetProperty("probability").GetDouble(),
                1e-5);
        }
    }

    [Theory]
    [InlineData(Direction.Up, 5, true)]
    [InlineData(Direction.Up, 4, false)]
    [InlineData(Direction.Up, 0, false)]
    [InlineData(Direction.Down, 3, true)]
    [InlineData(Direction.Down, 4, false)]
    [InlineData(Direction.Any, 0, true)]
    [InlineData(Direction.Up, float.NaN, true)]
    public void A_reason_against_its_direction_is_not_shown(Direction direction, float value, bool isShown)
    {
        var schema = Change(0, feature => feature with { Direction = direction, Median = 4 });

        Assert.Equal(isShown ? [0, 1] : [1], Choose(schema, [2, 1, 0, 0], [value, 1, 1, 1]));
    }

    [Fact]
    public void Sensitive_features_are_one_sum_without_a_name()
    {
        var schema = Change(0, feature => feature with { Sensitive = true });
        schema = schema with
        {
            Features =
            [.. schema.Features.Select((feature, index) => index == 2 ? feature with { Sensitive = true } : feature)]
        };

        Assert.Equal([ReasonRules.OtherData, 1], Choose(schema, [2, 1, -0.5, 0], [1, 1, 1, 1]));
        Assert.Equal([1], Choose(schema, [2, 1, -3, 0], [1, 1, 1, 1]));
    }

    [Fact]
    public void A_code_without_a_word_is_not_shown()
    {
        var schema = Change(0, feature => feature with { Kind = FeatureKind.Category, Words = [new CategoryWord("Nursing", 7)] });

        Assert.Equal([0], Choose(schema, [2, 0, 0, 0], [7, 1, 1, 1]));
        Assert.Equal([ReasonRules.NoClearSignal], Choose(schema, [2, 0, 0, 0], [8, 1, 1, 1]));
    }

    [Theory]
    [InlineData(ReportLanguage.Spanish, "otros datos", "sin señales claras")]
    [InlineData(ReportLanguage.English, "other data", "no clear signals")]
    public void What_may_not_be_named_has_words_of_its_own(ReportLanguage language, string otherData, string noClearSignal)
    {
        Assert.Equal(otherData, Text(language, ReasonRules.OtherData));
        Assert.Equal(noClearSignal, Text(language, ReasonRules.NoClearSignal));
    }

    private static string Text(ReportLanguage language, short reason)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        new ReasonText(Schema(actionableFeature: 0), language).Write(output, [reason], [1, 1, 1, 1]);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static int[] Choose(StudentSchema schema, double[] contributions, float[] row)
    {
        var chosen = new short[StudentReasons.MaxReasons];
        new ReasonRules(schema).Choose(contributions, row, chosen);
        return [.. chosen.Where(feature => feature >= 0).Select(feature => (int)feature)];
    }

    private static StudentSchema Change(int index, Func<Feature, Feature> change)
    {
        var schema = Schema(actionableFeature: -1);
        return schema with { Features = [.. schema.Features.Select((feature, place) => place == index ? change(feature) : feature)] };
    }

    private static StudentSchema Schema(int actionableFeature) => StudentPerformance.Schema with
    {
        Features = [.. StudentPerformance.Schema.Features.Take(4)
            .Select((feature, index) => feature with { Actionable = index == actionableFeature })],
    };

    private LocalRiskScorer Scorer() => new(RiskModel.Load(trained.Folder));
}
