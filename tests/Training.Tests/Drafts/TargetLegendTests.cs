using System.Text.Json.Nodes;
using Antivirus.Support;

namespace Antivirus.Training.Tests.Drafts;

/// <summary>A line of a labelled file that says what the target's values mean leaves it to be decided, where the name alone would turn
/// it round.</summary>
public sealed class TargetLegendTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("abandono: 1 = permanece; 0 = abandona")]
    [InlineData("1 = permanece, 0 = desertor")]
    [InlineData("Abandono (0 = sí, 1 = no)")]
    [InlineData(",0,1\nabandono:,sí,no")]
    [InlineData("Código,0,1\nSignificado,abandona,permanece")]
    public async Task Values_that_a_line_above_explains_are_left_to_be_decided(string legend)
    {
        // Act
        var (draft, output) = await DraftAsync(legend);

        // Assert
        Assert.Empty(draft["target"]!["atRisk"]!.AsArray());
        Assert.Contains("a line of the file says what its values mean", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cohorte 2024")]
    [InlineData("abandono: 1 = sí; 0 = no")]
    [InlineData("trabaja: 1 = mañana; 0 = tarde")]
    public async Task Lines_that_agree_or_speak_of_other_columns_change_nothing(string legend)
    {
        // Act
        var (draft, _) = await DraftAsync(legend);

        // Assert
        Assert.Equal("1", Assert.Single(draft["target"]!["atRisk"]!.AsArray())!.GetValue<string>());
    }

    private async Task<(JsonNode Draft, string Output)> DraftAsync(string legend)
    {
        var path = _folder.File("datos.csv");
        var rows = Enumerable.Range(0, 40).Select(index => $"EST{index:000},{3 + (index % 3)},{index % 2},{(index % 4 == 0 ? 1 : 0)}");
        await File.WriteAllTextAsync(path, $"{legend}\ncodigo,nota,trabaja,abandono\n{string.Join('\n', rows)}\n",
            TestContext.Current.CancellationToken);
        var (exitCode, output, errors) = await Training.RunAsync("profile", "init", "--data", path, "--target", "abandono",
            "--out", _folder.File("perfil.json"));
        Assert.True(exitCode == 0, errors);
        return (JsonNode.Parse(await File.ReadAllTextAsync(_folder.File("perfil.json"), TestContext.Current.CancellationToken))!, output);
    }
}
