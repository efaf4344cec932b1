using System.Text;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

/// <summary>Whole cohorts, from the file to the report.</summary>
public sealed class SageMakerCohortTests
{
    private const string AtRisk = ",En riesgo\r\n";
    private const string NotAtRisk = ",No riesgo\r\n";

    private static readonly byte[] Answer = File.ReadAllBytes(Students.Golden("endpoint-response.csv"));

    [Fact]
    public async Task The_recorded_run_of_the_original_is_reproduced_byte_for_byte()
    {
        await using var run = await EndpointRun.StartAsync(_ => FakeSageMakerAnswer.Bytes(Answer));

        var report = await ScoreAsync(run, RecordedCohort(), ReportColumns.Original);

        Assert.Equal(File.ReadAllBytes(Students.Golden("payload.csv")), Assert.Single(run.Endpoint.Calls).Body);
        Assert.Equal(File.ReadAllBytes(Students.Golden("reporte_cohorte-2020-2.csv")), report);
    }

    [Fact]
    public async Task An_endpoint_that_predicts_passing_gives_the_mirrored_labels_and_a_half_stays_no_risk()
    {
        await using var run = await EndpointRun.StartAsync(_ => FakeSageMakerAnswer.Bytes(Answer), options =>
            options.Predicts = SageMakerOptions.Passed);

        var report = Encoding.UTF8.GetString(await ScoreAsync(run, RecordedCohort(), ReportColumns.Original)).Split("\r\n");

        var recorded = await File.ReadAllLinesAsync(Students.Golden("reporte_cohorte-2020-2.csv"), TestContext.Current.CancellationToken);
        var answers = Encoding.UTF8.GetString(Answer).Split(',');
        Assert.Equal(recorded[0], report[0]);
        Assert.All(answers.Index(), answer => Assert.Equal(
            answer.Item == "0.5" || recorded[answer.Index + 1].EndsWith("En riesgo", StringComparison.Ordinal),
            report[answer.Index + 1].EndsWith("No riesgo", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_full_report_has_the_probability_and_no_reasons()
    {
        await using var run = await EndpointRun.StartAsync(_ => FakeSageMakerAnswer.Bytes(Answer));

        var lines = Encoding.UTF8.GetString(await ScoreAsync(run, RecordedCohort(), ReportColumns.Full)).Split("\r\n");

        Assert.Equal("Id_estudiantes,Prediccion,Probabilidad", lines[0]);
        Assert.Equal("EST00000,En riesgo,0.9000", lines[1]);
    }

    [Fact]
    public async Task Many_batches_come_out_in_the_order_of_the_file()
    {
        await using var run = await EndpointRun.StartAsync(
            call => FakeSageMakerAnswer.Text(string.Join(',',
                call.Rows.Select(row => row.StartsWith("1,", StringComparison.Ordinal) ? "1.0" : "0.0")))
                .After(TimeSpan.FromMilliseconds(call.Number % 3 * 15)),
            options => options.MaxPayloadBytes = 100_000);

        var report = Encoding.UTF8.GetString(await ScoreAsync(run, Cohort(50_000), ReportColumns.Original));

        Assert.Equal("Id_estudiantes,Prediccion\r\n"
            + string.Concat(Enumerable.Range(0, 50_000).Select(student => $"E{student}{(student % 7 == 0 ? AtRisk : NotAtRisk)}")), report);
    }

    [Theory]
    [InlineData("0.9")]
    [InlineData("")]
    public async Task A_run_with_a_chunk_out_of_count_throws_so_that_its_report_is_dropped(string answer)
    {
        await using var run = await EndpointRun.StartAsync(call => call.Rows.Any(row => row.EndsWith(",49999", StringComparison.Ordinal))
            ? FakeSageMakerAnswer.Text(answer)
            : FakeSageMakerAnswer.Text(string.Join(',', call.Rows.Select(_ => "0.9"))));

        await Assert.ThrowsAsync<SageMakerException>(() => ScoreAsync(run, Cohort(50_000), ReportColumns.Original));
    }

    private static async Task<byte[]> ScoreAsync(EndpointRun run, byte[] cohort, ReportColumns columns)
    {
        var report = new MemoryStream();
        var outputs = new CohortOutputs(_ => ValueTask.FromResult<Stream>(report), _ =>
            throw new InvalidOperationException("No student is to be rejected."));
        await new ScoreCohort(run.Scorer, new ReportOptions { Columns = columns })
            .RunAsync(new MemoryStream(cohort), outputs, TestContext.Current.CancellationToken);
        return report.ToArray();
    }

    private static byte[] RecordedCohort() => File.ReadAllBytes(Students.Golden("cohorte-2020-2.csv"));

    /// <summary>Every seventh student begins with a 1; the last feature is the student's number.</summary>
    private static byte[] Cohort(int students) => Encoding.UTF8.GetBytes(string.Concat(
        Enumerable.Range(0, students)
            .Select(student => $"E{student},{(student % 7 == 0 ? 1 : 0)},{string.Join(',', Enumerable.Repeat("2", 16))},{student}\n")));
}
