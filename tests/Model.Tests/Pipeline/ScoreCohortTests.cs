using System.Globalization;
using System.IO.Compression;
using System.Text;
using Antivirus.Model.Reports;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Pipeline;

public sealed class ScoreCohortTests
{
    private static readonly string Golden = RepositoryFolder.File("tests", "Model.Tests", "golden", "sagemaker-univalle");

    [Fact]
    public async Task The_recorded_run_is_reproduced_byte_for_byte()
    {
        // Arrange
        var answers = File.ReadAllText(Path.Combine(Golden, "endpoint-response.csv")).Split(',')
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var scorer = new RecordedScorer(StudentPerformance.Schema with
        {
            Features =
            [.. StudentPerformance.Schema.Features.Select(feature => feature with { Minimum = null, Maximum = null })]
        }, answers);
        using var cohort = File.OpenRead(Path.Combine(Golden, "cohorte-2020-2.csv"));

        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(scorer, cohort, new ReportOptions { Columns = ReportColumns.Original });

        // Assert
        Assert.Equal(File.ReadAllText(Path.Combine(Golden, "reporte_cohorte-2020-2.csv")), report);
        Assert.Null(problems);
        Assert.Equal(answers.Count(answer => answer > 0.5), outcome.AtRisk);
    }

    [Theory]
    [InlineData("", "archivo vacío")]
    [InlineData(" \r\n", "archivo vacío")]
    [InlineData("PK\u0003\u0004xxxx", "un libro de Excel")]
    [InlineData("id,age,Medu\nE1,17,1\n", "faltan: traveltime")]
    [InlineData("codigo,edad,madre\nE1,17,1\n", "faltan: age, Medu")]
    public async Task A_file_that_is_no_cohort_is_told_why_and_gets_no_report(string content, string expected)
    {
        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema), content);

        // Assert
        Assert.Null(report);
        Assert.NotNull(outcome.FileProblem);
        Assert.Contains(expected, problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.999)]
    public async Task A_compressed_file_that_breaks_off_is_refused_whole(double share)
    {
        // Arrange
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        await using (var text = new StreamWriter(gzip))
        {
            for (var student = 0; student < 50_000; student++)
            {
                await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"E{student},17,1,1,3,5,4,3,4,{student * 7 % 90},0,0,1,0,1,0,1,1,0"));
            }
        }

        var upload = new MemoryStream(packed.ToArray(), 0, (int)(packed.Length * share));

        // Act
        var (outcome, _, problems) =
            await ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema, [.. Enumerable.Repeat(0.9, 50_000)]), upload);

        // Assert
        Assert.NotNull(outcome.FileProblem);
        Assert.Equal((0, 0, 0), (outcome.Scored, outcome.AtRisk, outcome.Rejected));
        Assert.Contains("un archivo .gz dañado o incompleto", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("E1,17,1,1", "4 columnas", "19 columnas")]
    [InlineData("E1,x,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0", "age", "un número entero de 10 a 30")]
    [InlineData("E1,99,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0", "99", "un número entero de 10 a 30")]
    [InlineData("E1,17,1,1,3,5,4,3,4,,0,0,1,0,1,0,1,1,0", "absences,(vacío)", "de 0 a 93")]
    [InlineData("E1,17,1,1,3,5,4,3,4,18,2,0,1,0,1,0,1,1,0", "Sex,2", "0, 1, F, M")]
    [InlineData(",17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0", "(vacío)", "un código de estudiante")]
    [InlineData("E0,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0", "E0", "no se repita")]
    [InlineData("E\0,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0", "E\uFFFD", "sin caracteres de control")]
    [InlineData("\"E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0", "\"E1", "comillas que se cierran")]
    public async Task A_bad_row_is_told_where_and_why_and_costs_no_other_row(string bad, string found, string expected)
    {
        // Arrange
        const string good = "17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0";
        var scorer = new RecordedScorer(StudentPerformance.Schema, 0.9, 0.1);

        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(scorer, $"E0,{good}\n{bad}\nE2,{good}");

        // Assert
        Assert.Equal((3, 2, 1, 1), (outcome.Read, outcome.Scored, outcome.AtRisk, outcome.Rejected));
        Assert.Equal("Id_estudiantes,Prediccion,Probabilidad\r\nE0,En riesgo,0.9000\r\nE2,No riesgo,0.1000\r\n", report);
        var line = problems!.Split("\r\n")[1];
        Assert.StartsWith("2,", line, StringComparison.Ordinal);
        Assert.Contains(found, line.Replace("\"\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(expected, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeated_ids_are_rejected_in_their_place_among_other_bad_rows()
    {
        // Arrange
        const string good = "17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0";
        var scorer = new RecordedScorer(StudentPerformance.Schema, 0.9, 0.2, 0.7);

        // Act
        var (outcome, report, problems) =
            await ScoreText.RunAsync(scorer, $"E0,{good}\nE1,x\nE0,{good}\nE2,{good}\nE2,{good}\n,{good}\nE0,{good}\nE1,{good}");

        // Assert
        Assert.Equal((8, 3, 2, 5), (outcome.Read, outcome.Scored, outcome.AtRisk, outcome.Rejected));
        Assert.Equal("Id_estudiantes,Prediccion,Probabilidad\r\nE0,En riesgo,0.9000\r\nE2,No riesgo,0.2000\r\nE1,En riesgo,0.7000\r\n",
            report);
        Assert.Equal(["2", "3", "5", "6", "7"], problems!.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(',')[0]));
    }

    [Fact]
    public async Task A_repeated_id_is_found_whichever_batch_it_comes_in()
    {
        // Arrange: every 5 000th student has the id of the one whose number it counts.
        const int students = 60_000;
        var repeated = Enumerable.Range(1, students / 5000).ToDictionary(count => (count * 5000) - 1, count => count);
        var cohort = new StringBuilder();
        for (var student = 0; student < students; student++)
        {
            cohort.Append(CultureInfo.InvariantCulture,
                $"E{(repeated.TryGetValue(student, out var count) ? count : student)},17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n");
        }

        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema,
            [.. Enumerable.Repeat(0.9, students)]), cohort.ToString());

        // Assert
        Assert.Equal((students, students - repeated.Count, repeated.Count), (outcome.Read, outcome.Scored, outcome.Rejected));
        Assert.Equal(repeated.Keys.Select(student => student + 1), problems!.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture)));
        Assert.Equal(
            Enumerable.Range(0, students).Where(student => !repeated.ContainsKey(student)).Select(student => $"E{student}"),
            report!.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public async Task Batches_of_a_long_file_come_out_in_its_order()
    {
        // Arrange
        const int students = 50_000;
        var scores = Enumerable.Range(0, students).Select(student => (double)(float)(student / (students - 1.0))).ToArray();
        var cohort = new StringWriter();
        for (var student = 0; student < students; student++)
        {
            await cohort.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"E{student},17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n"));
        }

        // Act
        var (_, report, _) = await ScoreText.RunAsync(new RecordedScorer(StudentPerformance.Schema, scores), cohort.ToString());

        // Assert
        var expected = scores.Select((score, student) =>
            string.Create(CultureInfo.InvariantCulture, $"E{student},{(score > 0.5 ? "En" : "No")} riesgo,{score:F4}"));
        Assert.Equal(expected, report!.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1));
    }
}
