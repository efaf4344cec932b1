using Antivirus.Support;

namespace Antivirus.Training.Tests.Commands;

/// <summary>What a person may decide about a file, alike in every command that reads one.</summary>
public sealed class CohortFileOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Artefact => RepositoryFolder.File("Model", "Artefacts", "student-performance");

    [Theory]
    [InlineData("predict")]
    [InlineData("compare")]
    [InlineData("outcomes")]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("explore")]
    [InlineData("encode")]
    [InlineData("profile", "init")]
    public async Task A_command_that_reads_students_takes_the_id_column_and_the_sheet(params string[] command)
    {
        // Act
        var (exitCode, output, _) = await Training.RunAsync([.. command, "--help"]);

        // Assert
        Assert.Equal(0, exitCode);
        Assert.Contains("--id <", output, StringComparison.Ordinal);
        Assert.Contains("--sheet <", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_reads_the_chosen_column_of_the_chosen_sheet()
    {
        // Arrange
        var rows = (await File.ReadAllLinesAsync(RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "cases",
            "00-plain.csv"), TestContext.Current.CancellationToken)).Select(line => line.Split(',')).ToArray();
        rows[0][0] = "llave del sistema";
        var workbook = new WorkbookFile().Texts("A", "visible", rows).Texts("B", "visible", rows[..4]);
        var path = _folder.File("cohorte.xlsx");
        await File.WriteAllBytesAsync(path, workbook.ToStream().ToArray(), TestContext.Current.CancellationToken);
        string[] compare = ["compare", "--in", path, "--left", "local", "--right", Artefact];

        // Act
        var withoutChoice = await Training.RunAsync(compare);
        var chosen = await Training.RunAsync([.. compare, "--sheet", "B", "--id", "llave del sistema"]);

        // Assert
        Assert.Equal(1, withoutChoice.ExitCode);
        Assert.Contains("sheet", withoutChoice.Errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), (chosen.ExitCode, chosen.Errors));
        Assert.StartsWith("3 students scored by both", chosen.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_init_and_encode_take_the_chosen_column_as_the_id()
    {
        // Arrange
        var data = _folder.File("datos.csv");
        await File.WriteAllLinesAsync(data, Enumerable.Range(0, 60).Select(row => $"K{row:000},{row % 7},{(row % 3 == 0 ? "Sí" : "No")}")
            .Prepend("referencia,nota,abandono"), TestContext.Current.CancellationToken);
        var profile = _folder.File("perfil.json");

        // Act
        var init = await Training.RunAsync("profile", "init", "--data", data, "--target", "abandono", "--id", "referencia", "--out",
            profile);
        var encode = await Training.RunAsync("encode", "--data", data, "--profile", profile, "--out", _folder.File("cohorte.csv"));

        // Assert
        Assert.Equal((0, 0), (init.ExitCode, encode.ExitCode));
        Assert.Contains("it was chosen, and no value repeats", init.Output, StringComparison.Ordinal);
        Assert.StartsWith("K000,0\n", await File.ReadAllTextAsync(_folder.File("cohorte.csv"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
