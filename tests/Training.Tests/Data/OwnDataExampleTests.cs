using Antivirus.Model.Models;
using Antivirus.Support;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Tests.Data;

/// <summary>Runs the worked example of <c>docs/own-data.md</c> as it stands there.</summary>
public sealed class OwnDataExampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Every_command_of_the_worked_example_does_what_the_page_says()
    {
        // Arrange
        var page = await File.ReadAllTextAsync(RepositoryFolder.File("docs", "own-data.md"), TestContext.Current.CancellationToken);
        var commands = page[page.IndexOf("## A worked example", StringComparison.Ordinal)..].Split('\n')
            .Where(line => line.StartsWith("T ", StringComparison.Ordinal)).ToList();

        // Act
        foreach (var command in commands)
        {
            var (exitCode, _, errors) = await Training.RunAsync([.. command.Split(' ').Skip(1).Select(Here)]);
            Assert.True(exitCode == 0, $"{command}\n{errors}");
        }

        // Assert
        Assert.Equal(6, commands.Count);
        var draft = ProfileFile.Load(_folder.File("perfil.json"));
        Assert.Equal(("id_student", null), (draft.Group, draft.Id));
        Assert.DoesNotContain("region", draft.Columns.Select(column => column.Name));
        var artefact = RiskModel.Load(_folder.File("matriculas")).Artefact;
        Assert.Equal(ModelFit.Fair, artefact.Fit);
        Assert.Equal(
            ["code_module", "highest_education", "num_of_prev_attempts", "studied_credits", "clicks_4_weeks", "first_assessment"],
            artefact.Schema.Features.Select(feature => feature.Name));
        var report = await File.ReadAllLinesAsync(_folder.File("reporte.csv"), TestContext.Current.CancellationToken);
        var scores = report.Skip(1).Take(60).Select(line => line.Split(',')[2]).ToList();
        Assert.Equal(scores.OrderDescending(StringComparer.Ordinal), scores);
        Assert.True(report.Skip(61).All(line => string.CompareOrdinal(line.Split(',')[2], scores[^1]) <= 0));
        Assert.False(File.Exists(_folder.File("errores_reporte.csv")));
    }

    [Fact]
    public async Task A_drafted_range_takes_in_the_values_that_it_was_drafted_from()
    {
        // 13.9 is no float: as one it is a little less.
        var data = _folder.File("datos.csv");
        await File.WriteAllLinesAsync(data, ["nota,abandono", .. Enumerable.Range(0, 80)
            .Select(row => $"{13.9 + row:F1},{(row % 3 == 0 ? "si" : "no")}")], TestContext.Current.CancellationToken);
        Assert.Equal(0, (await Training.RunAsync("profile", "init", "--data", data, "--out", _folder.File("perfil.json"))).ExitCode);

        var (exitCode, _, errors) =
            await Training.RunAsync("encode", "--data", data, "--model", _folder.File("perfil.json"), "--out", _folder.File("cohorte.csv"));

        Assert.True(exitCode == 0, errors);
    }

    public void Dispose() => _folder.Dispose();

    private string Here(string arg) => arg switch
    {
        "\";\"" => ";",
        _ when arg.StartsWith("docs/", StringComparison.Ordinal) => RepositoryFolder.File(arg.Split('/')),
        _ when arg.StartsWith("mine/", StringComparison.Ordinal) => _folder.File(arg["mine/".Length..]),
        _ => arg,
    };
}
