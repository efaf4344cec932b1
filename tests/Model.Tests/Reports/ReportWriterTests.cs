using System.Buffers;
using System.Globalization;
using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using CsCheck;

namespace Antivirus.Model.Tests.Reports;

public sealed class ReportWriterTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(0.03125)] // a half at the fifth decimal that a float holds exactly
    [InlineData(0.09375)]
    [InlineData(0.15625)]
    [InlineData(0.96875)]
    [InlineData(0.99995)]
    [InlineData(0.00005)]
    [InlineData(0.12345)] // no float: the endpoint's doubles
    [InlineData(double.Epsilon)]
    public void A_score_has_four_decimals(double score) => Assert.Equal(Expected(score), Written(score));

    [Fact]
    public void Any_score_is_written_as_the_general_formatter_writes_it() =>
        Gen.Select(Gen.Double[0, 1], Gen.Bool).Sample((score, isFloat) => AssertWritten(isFloat ? (float)score : score), iter: 20_000);

    [Theory]
    [InlineData("E1;=1+1", "\"E1;'=1+1\"")]
    [InlineData("E1;+cmd", "\"E1;'+cmd\"")]
    [InlineData("E1\t@SUM(A1)", "\"E1\t'@SUM(A1)\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("E1;＋1", "\"E1;'＋1\"")]
    [InlineData("E1;－1;＠x", "\"E1;'－1;'＠x\"")]
    [InlineData("-5", "-5")]
    [InlineData("E1;00012", "\"E1;00012\"")]
    public void A_spreadsheet_of_any_country_runs_nothing_of_a_report_or_its_rejected_rows(string cell, string written)
    {
        // Arrange
        var batch = new StudentBatch(1, 1);
        batch.Add(Encoding.UTF8.GetBytes(cell));
        var (report, problems) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());

        // Act
        new ReportWriter(new ReportOptions(), reasonsOf: null).WriteBatch(report, batch, [0.5], new RiskThreshold(1));
        ProblemsWriter.Write(problems, new RowProblem(2, cell, cell, cell));

        // Assert: attachments are these bytes.
        Assert.Equal($"{written},No riesgo,0.5000\r\n", Encoding.UTF8.GetString(report.WrittenSpan));
        Assert.Equal($"2,{written},{written},{written}\r\n", Encoding.UTF8.GetString(problems.WrittenSpan));
    }

    private static void AssertWritten(double score) => Assert.Equal(Expected(score), Written(score));

    private static string Expected(double score) => "E1,No riesgo," + score.ToString("F4", CultureInfo.InvariantCulture) + "\r\n";

    private static string Written(double score)
    {
        var batch = new StudentBatch(1, 1);
        batch.Add("E1"u8);
        var output = new ArrayBufferWriter<byte>();
        new ReportWriter(new ReportOptions(), reasonsOf: null).WriteBatch(output, batch, [score], new RiskThreshold(1));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
