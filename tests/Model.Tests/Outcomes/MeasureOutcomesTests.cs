using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Outcomes;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Outcomes;

public sealed class MeasureOutcomesTests
{
    private const string Report =
        "Id_estudiantes,Prediccion,Probabilidad,Factores\r\nA,En riesgo,0.9000,\r\n'=B,En riesgo,0.8000,\r\nC,No riesgo,0.4000,\r\nD,No " +
        "riesgo,0.3000,\r\nE,No riesgo,0.1000,\r\n";

    private static readonly OutcomeOptions Options =
        new(new TargetWords("salida", ["si"], ["no"], []), StudentSchema.DefaultIdNames) { Language = ReportLanguage.English };

    [Fact]
    public async Task Precision_recall_and_lift_are_those_of_the_list_counted_by_hand()
    {
        // Act: D has no outcome; A and C were at risk.
        var measured = MeasureOutcomes.Of(await JoinAsync("id,salida\nA,si\n=B,no\nC,si\nE,no\nZ,si\n"), capacity: 3);

        // Assert
        Assert.Equal((5, 4, 2, 1), (measured.Students, measured.Measured, measured.AtRisk, measured.Labels.NotInReport));
        Assert.Equal((3, 3, 2), (measured.AtCapacity.Called, measured.AtCapacity.Measured, measured.AtCapacity.Precision.Hits));
        Assert.Equal((0.6667, 1.0, 1.3333),
            (measured.AtCapacity.Precision.Value, measured.AtCapacity.Recall.Value, measured.AtCapacity.Lift));
        Assert.Equal((0.5, 0.5), (measured.Reported.Precision.Value, measured.Reported.Recall.Value));
        Assert.Equal(0.75, measured.Auc);
        Assert.Equal(measured.Students, measured.Along[^1].Called);
        Assert.Equal(4, measured.Deciles.Sum(decile => decile.Count));
    }

    [Theory]
    [InlineData(ReportLanguage.Spanish, "1,3 veces", "AUC 0,750",
        "no está más de una desviación (0,100) por debajo del 0,700 de la validación cruzada")]
    [InlineData(ReportLanguage.English, "1.3 times", "AUC 0.750", "(0.100) below the 0.700 of the cross-validation")]
    public async Task Numbers_are_written_as_the_reader_writes_them(ReportLanguage language, params string[] expected)
    {
        // Arrange
        var card = new CardPromise("m", "1", 0.7, 0.1);

        // Act
        var measured = MeasureOutcomes.Of(await JoinAsync("id,salida\nA,si\n=B,no\nC,si\nE,no\nZ,si\n"), capacity: 3, card);

        // Assert
        var sentences = string.Join('\n', OutcomeSentences.Of(measured, language));
        Assert.All(expected, words => Assert.Contains(words, sentences, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Id_estudiantes;Prediccion;Probabilidad\nA;En riesgo;0,9\nC;No riesgo;0,4\n")]
    [InlineData("Id_estudiantes,Prediccion,Probabilidad,Certeza\nA,En riesgo,0.9,alta\nC,No riesgo,0.4,dudosa\n")]
    public async Task A_report_is_read_as_spreadsheets_save_it(string report)
    {
        // Act
        var join = await JoinAsync("id,salida\nA,si\nC,no\n", report);

        // Assert
        Assert.Equal([0.9, 0.4], join.Students.Select(student => student.Score));
    }

    [Fact]
    public async Task Labels_of_other_students_only_are_refused() =>
        await Assert.ThrowsAsync<CohortFormatException>(() => JoinAsync("id,salida\nX,si\nY,no\n"));

    [Fact]
    public async Task A_report_without_probabilities_is_refused() =>
        await Assert.ThrowsAsync<CohortFormatException>(() => JoinAsync("id,salida\nA,si\n", "Id_estudiantes,Prediccion\nA,En riesgo\n"));

    [Theory]
    [InlineData(0.80, 0.04, true)]
    [InlineData(0.80, 0.06, false)]
    public async Task Training_again_is_advised_below_the_card_by_more_than_one_deviation(double auc, double sd, bool expected)
    {
        // Act
        var join = await JoinAsync("id,salida\nA,si\n=B,no\nC,si\nE,no\n");
        var measured = MeasureOutcomes.Of(join, null, new CardPromise("m", "v", auc, sd));

        // Assert
        Assert.Equal(expected, measured.ShouldRetrain);
        Assert.Equal(expected,
            OutcomeSentences.Of(measured, ReportLanguage.Spanish)[^1].StartsWith("Conviene reentrenar", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.80, true, "0,800 que la ficha del modelo midió en 2014-1 y después")]
    [InlineData(0.70, false, "0,700 que la ficha del modelo midió en 2014-1 y después")]
    public async Task The_figure_of_a_later_period_stands_over_the_cross_validated_one(double later, bool expected, string words)
    {
        // Arrange: 0.75 is measured; the cross-validated 0.99 of one deviation says nothing of a new term.
        var shipped = RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")).Artefact;
        var test = new PeriodTest("2014-1", 2000, 0.25, later, 0.15, 0.4, 0.02, 0) { AndLater = true };
        var model = shipped with
        {
            Metrics = new Dictionary<string, Metric> { ["auc"] = new(0.99, 0.001) },
            Training = shipped.Training with { LaterPeriod = test },
        };

        // Act
        var measured = MeasureOutcomes.Of(await JoinAsync("id,salida\nA,si\n=B,no\nC,si\nE,no\n"), null, CardPromise.Of(model));

        // Assert
        Assert.Equal(expected, measured.ShouldRetrain);
        Assert.Contains(words, OutcomeSentences.Of(measured, ReportLanguage.Spanish)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_deviation_of_a_later_period_is_the_error_of_its_auc_by_its_students()
    {
        // Arrange
        var shipped = RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")).Artefact;
        var test = new PeriodTest("2014-1", 200, 0.25, 0.8, 0.15, 0.4, 0.02, 0);

        // Act
        var promise = CardPromise.Of(shipped with { Training = shipped.Training with { LaterPeriod = test } });

        // Assert: formula 1 of Hanley and McNeil for 50 at risk and 150 others.
        Assert.Equal((0.8, 0.0401, "2014-1", false), (promise!.Auc, promise.AucSd, promise.Period, promise.AndLater));
    }

    [Fact]
    public async Task A_group_of_one_is_measured_and_marked_as_few()
    {
        // Arrange
        var sexes = new Dictionary<string, string> { ["A"] = "mujer", ["=B"] = "hombre", ["C"] = "hombre", ["E"] = "hombre" };
        var sensitive = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["Sexo"] = sexes };

        // Act
        var measured = MeasureOutcomes.Of(await JoinAsync("id,salida\nA,si\n=B,no\nC,si\nE,no\n"), null, card: null, sensitive);

        // Assert
        var women = measured.Groups.Single(group => group.Group == "mujer");
        Assert.Equal((1, true, null, 1.0), (women.Count, women.IsFew, women.Auc, women.Found.Value));
        Assert.Null(women.FalseAlarms.Value);
    }

    [Fact]
    public async Task All_with_the_same_outcome_leave_the_order_open()
    {
        // Act
        var measured = MeasureOutcomes.Of(await JoinAsync("id,salida\nA,no\nC,no\n"), null, new CardPromise("m", "v", 0.8, 0.01));

        // Assert
        Assert.Equal((null, null, null), (measured.Auc, measured.ShouldRetrain, measured.AtCapacity.Lift));
        Assert.Contains(OutcomeSentences.Of(measured, ReportLanguage.English), line =>
            line.StartsWith("All had", StringComparison.Ordinal));
    }

    private static async Task<OutcomeJoin> JoinAsync(string labels, string report = Report)
    {
        var read = await OutcomeReader.ReadAsync(Stream(labels), Options, TestContext.Current.CancellationToken);
        return await OutcomeJoin.ReadAsync(Stream(report), read, Options, TestContext.Current.CancellationToken);
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
