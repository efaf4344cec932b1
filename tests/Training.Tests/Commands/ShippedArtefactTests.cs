using Antivirus.Model.Models;
using Antivirus.Support;
using Antivirus.Training.Fitting;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Antivirus.Training.Tests.Commands;

/// <summary>What lies in <c>Model/Artefacts</c>.</summary>
public sealed class ShippedArtefactTests
{
    [Theory]
    [InlineData("student-performance")]
    [InlineData("uci-697-enrolment")]
    public async Task Plain_ML_NET_loads_the_trees_and_with_the_linear_part_they_are_the_score(string name)
    {
        // Arrange
        using var folder = new TemporaryFolder();
        var model = RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", name));
        Assert.Equal(0, (await Training.RunAsync("synth", "--model", name, "--rows", "500", "--out", folder.File("c.csv"))).ExitCode);
        var rows = (await File.ReadAllLinesAsync(folder.File("c.csv"), TestContext.Current.CancellationToken))
            .Select(line => line.Split(',').Skip(1).Select(cell => float.Parse(cell, System.Globalization.CultureInfo.InvariantCulture))
                .ToArray())
            .ToList();
        rows[0][0] = float.NaN;

        // Act
        var context = new MLContext();
        var loaded = context.Model.Load(RepositoryFolder.File("Model", "Artefacts", name, RiskModel.ModelFile), out _);
        var view = FastTree.View(context, rows.Select(row => new TrainingRow { Features = row }), rows[0].Length);
        var (slope, offset) = (model.Artefact.Calibration.Slope, model.Artefact.Calibration.Offset);
        var expected = loaded.Transform(view).GetColumn<float>("Score")
            .Zip(rows, (trees, row) => 1 / (1 + Math.Exp((slope * (trees + (model.Trees.Linear?.Sum(row) ?? 0))) + offset)))
            .ToArray();
        var scores = new double[rows.Count];
        model.Trees.Score(rows.SelectMany(row => row).ToArray(), scores);

        // Assert
        Assert.Equal(500, expected.Length);
        Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [InlineData("student-performance")]
    [InlineData("uci-697-enrolment")]
    public async Task The_card_and_the_report_are_those_of_the_model_and_name_the_source_of_its_data(string name)
    {
        var artefact = RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", name)).Artefact;

        foreach (var file in new[] { "MODEL_CARD.md", "report.html" })
        {
            var text = await File.ReadAllTextAsync(RepositoryFolder.File("Model", "Artefacts", name, file),
                TestContext.Current.CancellationToken);
            Assert.Contains(artefact.Version, text, StringComparison.Ordinal);
            Assert.Contains(artefact.Training.DataSha256, text, StringComparison.Ordinal);
            Assert.Contains("CC BY 4.0", text, StringComparison.Ordinal);
        }
    }
}
