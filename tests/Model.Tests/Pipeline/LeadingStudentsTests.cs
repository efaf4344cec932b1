using System.Globalization;
using System.Text;
using Antivirus.Model.Models;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Pipeline;

public sealed class LeadingStudentsTests
{
    private readonly LocalRiskScorer _shipped = new(RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")));

    [Fact]
    public async Task The_highest_scores_lead_and_the_others_keep_the_order_of_the_upload()
    {
        // Arrange
        var scorer = new RecordedScorer(StudentPerformance.Schema, 0.2, 0.7, 0.1, 0.7, 0.9, 0.6);

        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(scorer, Cohort(6), new ReportOptions { Capacity = 3 });

        // Assert: of equal scores the earlier row leads, and labels stay by threshold
        Assert.Equal(
            "Id_estudiantes,Prediccion,Probabilidad\r\nE4,En riesgo,0.9000\r\nE1,En riesgo,0.7000\r\nE3,En riesgo,0.7000\r\n" +
            "E0,No riesgo,0.2000\r\nE2,No riesgo,0.1000\r\nE5,En riesgo,0.6000\r\n", report);
        Assert.Equal(new LeadingList(3, 3, 0.7, HasReasons: false, HeldOutRecall: null), outcome.Leading);
        Assert.Equal(4, outcome.AtRisk);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(20_000)]
    public async Task A_capacity_beyond_the_cohort_puts_all_in_order(int capacity)
    {
        var scorer = new RecordedScorer(StudentPerformance.Schema, 0.2, 0.7, 0.1, 0.4);

        var (outcome, report, _) = await ScoreText.RunAsync(scorer, Cohort(4), new ReportOptions { Capacity = capacity });

        Assert.Equal(["E1", "E3", "E0", "E2"], report!.TrimEnd().Split("\r\n").Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal((4, 1), (outcome.Leading!.Students, outcome.Leading.AtRisk));
    }

    [Fact]
    public async Task Over_many_batches_the_same_lines_come_out_with_the_first_in_order_and_all_with_reasons()
    {
        // Arrange
        var cohort = Cohort(20_000);
        var (_, usual, _) = await ScoreText.RunAsync(_shipped, cohort);

        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_shipped, cohort, new ReportOptions { Capacity = 12_000 });

        // Assert
        var lines = report!.TrimEnd().Split("\r\n");
        var first = lines.Skip(1).Take(12_000).Select(line => line.Split(',', 4)).ToList();
        var scores = first.Select(cells => double.Parse(cells[2], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.All(first, cells => Assert.NotEqual("", cells[3]));
        Assert.Contains(first, cells => cells[1] == "No riesgo");
        Assert.Equal(usual!.TrimEnd().Split("\r\n").Select(WithoutReasons).Order(StringComparer.Ordinal),
            lines.Select(WithoutReasons).Order(StringComparer.Ordinal));
        var others = lines.Skip(1 + 12_000).Select(line => int.Parse(line[1..line.IndexOf(',', StringComparison.Ordinal)],
            CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(others.Order(), others);
        Assert.InRange(outcome.Leading!.HeldOutRecall!.Value, 0.5, 1);
    }

    [Fact]
    public async Task The_two_original_columns_keep_the_order_of_the_upload()
    {
        var scorer = new RecordedScorer(StudentPerformance.Schema, 0.2, 0.7);

        var (outcome, report, _) = await ScoreText.RunAsync(scorer, Cohort(2),
            new ReportOptions { Columns = ReportColumns.Original, Capacity = 1 });

        Assert.Equal("Id_estudiantes,Prediccion\r\nE0,No riesgo\r\nE1,En riesgo\r\n", report);
        Assert.Null(outcome.Leading);
    }

    [Theory]
    [InlineData("")]
    [InlineData("E1,x\n")]
    public async Task A_file_without_a_student_has_no_report_to_lead(string cohort)
    {
        var (outcome, report, problems) = await ScoreText.RunAsync(_shipped, cohort, new ReportOptions { Capacity = 3 });

        Assert.Null(report);
        Assert.Null(outcome.Leading);
        Assert.NotNull(problems);
    }

    private static string WithoutReasons(string line) => string.Join(',', line.Split(',').Take(3));

    /// <summary>Students E0, E1… without a header; their absences differ.</summary>
    private static string Cohort(int students)
    {
        var text = new StringBuilder();
        for (var student = 0; student < students; student++)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"E{student},{15 + (student % 8)},1,1,3,5,{1 + (student % 5)},3,4,{student * 7 % 90},0,0,1,0,1,0,1,1,0\n");
        }

        return text.ToString();
    }
}
