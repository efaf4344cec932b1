using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.Training.Tests.Commands;

public sealed class PredictOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Sample => RepositoryFolder.File("samples", "univalle", "cohorte-ejemplo.csv");

    private string Report => _folder.File("report.csv");

    private static string Artefact => RepositoryFolder.File("Model", "Artefacts", "student-performance");

    [Fact]
    public async Task All_contributions_of_the_students_at_risk_lie_in_a_file_of_their_own()
    {
        // Act
        var report = await PredictAsync(Sample, "--reasons", _folder.File("contribuciones.json"));

        // Assert
        using var reasons = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder.File("contribuciones.json"),
            TestContext.Current.CancellationToken));
        var students = reasons.RootElement.GetProperty("students").EnumerateArray().ToList();
        Assert.Equal(
            report.Split("\r\n").Select(line => line.Split(',')).Where(cells => cells is [_, "En riesgo", ..]).Select(cells => cells[0]),
            students.Select(student => student.GetProperty("id").GetString()!));
        Assert.All(students, student => Assert.Equal(
            student.GetProperty("rawScore").GetDouble(),
            reasons.RootElement.GetProperty("baseValue").GetDouble()
                + student.GetProperty("contributions").EnumerateObject().Sum(contribution => contribution.Value.GetDouble()),
            1e-9));
    }

    [Theory]
    [InlineData("--columns", "original")]
    [InlineData("--scorer", "sagemaker")]
    public async Task Contributions_that_nobody_computes_are_refused(string option, string value)
    {
        // Act
        var (exitCode, _, errors) = await Training.RunAsync("predict", "--model", Artefact, "--in", Sample, "--out", Report, "--reasons",
            _folder.File("contribuciones.json"), option, value);

        // Assert
        Assert.Equal(2, exitCode);
        Assert.Contains("--reasons goes with full reports", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cédula", "1000")]
    [InlineData("Usuario", "u0")]
    public async Task The_id_column_is_the_one_that_the_command_names(string column, string first)
    {
        // Arrange
        const string header =
            "Usuario,Cédula,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences,Sex,Famsize,Schoolsup,Famsup," +
            "Paid,Activities,Higher,Internet,Romantic";
        var rows = (await File.ReadAllLinesAsync(Sample, TestContext.Current.CancellationToken)).Take(5)
            .Select((line, row) => $"u{row},{1000 + row}{line[line.IndexOf(',', StringComparison.Ordinal)..]}");
        await File.WriteAllLinesAsync(_folder.File("dos.csv"), [header, .. rows], TestContext.Current.CancellationToken);

        // Act
        var report = await PredictAsync(_folder.File("dos.csv"), "--id", column);

        // Assert
        Assert.Equal(6, report.TrimEnd().Split("\r\n").Length);
        Assert.StartsWith(first + ",", report.Split("\r\n")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_id_column_that_is_not_there_is_refused_with_its_name()
    {
        // Arrange
        await File.WriteAllTextAsync(_folder.File("a.csv"), "id,age\nE1,17\n", TestContext.Current.CancellationToken);

        // Act
        var (exitCode, _, _) = await Training.RunAsync("predict", "--model", Artefact, "--in", _folder.File("a.csv"), "--out", Report,
            "--id",
            "carné");

        // Assert
        Assert.Equal(1, exitCode);
        Assert.False(File.Exists(Report));
    }

    [Fact]
    public async Task A_capacity_puts_the_highest_scores_first_and_says_what_such_a_list_found()
    {
        // Arrange
        var usual = (await PredictAsync(Sample)).TrimEnd().Split("\r\n");

        // Act
        var (exitCode, output, _) = await Training.RunAsync("predict", "--model", Artefact, "--in", Sample, "--out", Report, "--capacity",
            "10");

        // Assert
        Assert.Equal(0, exitCode);
        var report = (await File.ReadAllTextAsync(Report, TestContext.Current.CancellationToken)).TrimEnd().Split("\r\n");
        Assert.Equal(usual.Skip(1).OrderByDescending(line => line.Split(',')[2], StringComparer.Ordinal).Take(10), report[1..11]);
        Assert.Contains("los 10 estudiantes con mayor probabilidad", output, StringComparison.Ordinal);
        Assert.Matches("encontró a \\d+ de cada 100", output);
    }

    [Theory]
    [InlineData("Spanish", "evaluadas: 200", " row")]
    [InlineData("English", "200 scored", " fila")]
    public async Task All_that_is_printed_is_in_one_language(string language, string expected, string other)
    {
        // Act
        var (exitCode, output, _) = await Training.RunAsync("predict", "--model", Artefact, "--in", Sample, "--out", Report,
            "--capacity", "10", "--language", language);

        // Assert
        Assert.Equal(0, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain(other, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--capacity", "0")]
    [InlineData("--capacity", "20001")]
    [InlineData("--capacity", "10", "--columns", "original")]
    public async Task A_capacity_that_means_nothing_is_wrong_usage(params string[] options)
    {
        var (exitCode, _, _) = await Training.RunAsync(["predict", "--model", Artefact, "--in", Sample, "--out", Report, .. options]);

        Assert.Equal(2, exitCode);
        Assert.False(File.Exists(Report));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> PredictAsync(string cohort, params string[] more)
    {
        var (exitCode, _, errors) = await Training.RunAsync(["predict", "--model", Artefact, "--in", cohort, "--out", Report, .. more]);
        Assert.True(exitCode == 0, errors);
        return await File.ReadAllTextAsync(Report, TestContext.Current.CancellationToken);
    }
}
