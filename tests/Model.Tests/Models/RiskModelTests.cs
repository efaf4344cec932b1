using System.Text.Json;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Support;
using Microsoft.ML;

namespace Antivirus.Model.Tests.Models;

public sealed class RiskModelTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    [Fact]
    public void Scores_and_labels_are_those_of_the_stored_mlnet_model()
    {
        // Arrange: rows that were trained on, rows that were not, and rows with gaps
        var rows = TrainedModel.MakeRows(7, 5000, withGaps: true);
        var mlContext = new MLContext(1);
        var reference = mlContext.Model.Load(Path.Combine(trained.Folder, RiskModel.ModelFile), out _);
        var expected = TrainedModel.Score(mlContext, reference, rows);
        var model = RiskModel.Load(trained.Folder);
        var scores = new double[expected.Length];

        // Act
        model.Trees.Score(rows.SelectMany(row => row).ToArray(), scores);

        // Assert
        for (var row = 0; row < scores.Length; row++)
        {
            Assert.Equal(expected[row], scores[row], 1e-6);
            Assert.Equal(expected[row] > 0.5, scores[row] > 0.5);
        }
    }

    [Fact]
    public void The_same_training_gives_the_same_version_and_files()
    {
        // Arrange
        using var folder = new TemporaryFolder();

        // Act
        var again = TrainedModel.Train(folder.Path);

        // Assert
        Assert.Equal(trained.Artefact.Version, again.Version);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(trained.Folder, RiskModel.DescriptionFile)),
            File.ReadAllBytes(Path.Combine(folder.Path, RiskModel.DescriptionFile)));
    }

    [Fact]
    public void A_description_with_thresholds_by_group_and_sensitive_columns_is_read_as_it_was_written()
    {
        // Arrange
        using var folder = new TemporaryFolder();
        var features = trained.Artefact.Schema.Features;
        var written = trained.Artefact with
        {
            FormatVersion = RiskModel.FormatVersion,
            SensitiveColumns = [features[0] with { Name = "estrato", Sensitive = true }],
            GroupThresholds = new GroupThresholds
            {
                Columns = [new GroupColumn(features[0].Name, [18, 20], null), new GroupColumn(features[1].Name, null, [0, 1])],
                Groups = [new GroupThreshold([2, 1], 0.25, 130)],
                DecidedBy = "Rectoría",
                Before = new ThresholdYield(0.5, 0.7),
                After = new ThresholdYield(0.49, 0.71),
            },
        };
        File.Copy(Path.Combine(trained.Folder, RiskModel.TreesFile), Path.Combine(folder.Path, RiskModel.TreesFile));
        var json = JsonSerializer.SerializeToUtf8Bytes(written, ArtefactJson.Default.ModelArtefact);
        File.WriteAllBytes(Path.Combine(folder.Path, RiskModel.DescriptionFile), json);

        // Act
        var read = RiskModel.Load(folder.Path).Artefact;

        // Assert
        Assert.Equal(json, JsonSerializer.SerializeToUtf8Bytes(read, ArtefactJson.Default.ModelArtefact));
    }

    [Theory]
    [InlineData("nobody", 0.5, 0)]
    [InlineData("0", 1.5, 0)]
    [InlineData("0", 0.5, 3)]
    public void Thresholds_of_groups_that_cannot_be_are_refused(string feature, double threshold, int part)
    {
        // Arrange
        using var folder = new TemporaryFolder();
        var name = feature == "0" ? trained.Artefact.Schema.Features[0].Name : feature;
        var written = trained.Artefact with
        {
            GroupThresholds = new GroupThresholds
            {
                Columns = [new GroupColumn(name, [18, 20], null)],
                Groups = [new GroupThreshold([part], threshold, 130)],
                DecidedBy = "Rectoría",
                Before = new ThresholdYield(0.5, 0.7),
                After = new ThresholdYield(0.49, 0.71),
            },
        };
        File.Copy(Path.Combine(trained.Folder, RiskModel.TreesFile), Path.Combine(folder.Path, RiskModel.TreesFile));
        File.WriteAllBytes(Path.Combine(folder.Path, RiskModel.DescriptionFile),
            JsonSerializer.SerializeToUtf8Bytes(written, ArtefactJson.Default.ModelArtefact));

        // Act, Assert
        Assert.Contains("group", Assert.Throws<ArtefactException>(() => RiskModel.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Thresholds_by_group_are_refused_for_the_scores_of_an_endpoint()
    {
        // Arrange
        using var scorers = new SageMakerScorers(TimeProvider.System);
        var artefact = trained.Artefact with
        {
            GroupThresholds = new GroupThresholds
            {
                Columns = [],
                Groups = [],
                DecidedBy = "Rectoría",
                Before = new ThresholdYield(0, 0),
                After = new ThresholdYield(0, 0),
            },
        };
        var options = new SageMakerOptions { EndpointName = "riesgo", Region = "us-east-1" };

        // Act, Assert
        Assert.Contains("thresholds by group", Assert.Throws<ArtefactException>(() => scorers.Create(options, artefact)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RiskModel.TreesFile)]
    [InlineData(RiskModel.DescriptionFile)]
    public void An_artefact_whose_file_is_cut_or_missing_is_refused_with_its_name(string file)
    {
        // Arrange
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])[RiskModel.TreesFile, RiskModel.DescriptionFile])
        {
            var bytes = File.ReadAllBytes(Path.Combine(trained.Folder, name));
            File.WriteAllBytes(Path.Combine(folder.Path, name), name == file ? bytes[..^20] : bytes);
        }

        // Act
        var cut = Assert.Throws<ArtefactException>(() => RiskModel.Load(folder.Path));
        File.Delete(Path.Combine(folder.Path, file));
        var missing = Assert.Throws<ArtefactException>(() => RiskModel.Load(folder.Path));

        // Assert
        Assert.Contains(file, cut.Message, StringComparison.Ordinal);
        Assert.Contains(file, missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("student-performance")]
    [InlineData("uci-697-enrolment")]
    public void A_description_that_was_read_is_written_as_it_was(string name)
    {
        // Arrange
        var folder = RepositoryFolder.File("Model", "Artefacts", name);

        // Act
        var written = System.Text.Json.JsonSerializer.Serialize(RiskModel.Load(folder).Artefact, ArtefactJson.Default.ModelArtefact);

        // Assert
        Assert.Equal(File.ReadAllText(Path.Combine(folder, RiskModel.DescriptionFile)).TrimEnd('\n'), written);
    }

    [Theory]
    [InlineData("\"threshold\": 0.5", "\"threshold\": \"high\"")]
    [InlineData("\"threshold\": 0.5", "\"limit\": 0.5")]
    [InlineData("\"fit\": \"Good\"", "\"fit\": \"Superb\"")]
    [InlineData("\"fit\": \"Good\"", "\"fit\": null")]
    [InlineData("\"formatVersion\": 2,", "\"formatVersion\": 99,")]
    public void A_description_that_is_none_is_refused_with_its_name(string from, string to)
    {
        // Arrange
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(trained.Folder, RiskModel.TreesFile), Path.Combine(folder.Path, RiskModel.TreesFile));
        var description = File.ReadAllText(Path.Combine(trained.Folder, RiskModel.DescriptionFile));
        Assert.Contains(from, description, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.Path, RiskModel.DescriptionFile), description.Replace(from, to, StringComparison.Ordinal));

        // Act
        var failure = Assert.Throws<ArtefactException>(() => RiskModel.Load(folder.Path));

        // Assert
        Assert.Contains(RiskModel.DescriptionFile, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_of_another_schema_is_refused()
    {
        // Arrange
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(trained.Folder, RiskModel.TreesFile), Path.Combine(folder.Path, RiskModel.TreesFile));
        var schema = trained.Artefact.Schema with { Features = [.. trained.Artefact.Schema.Features.Skip(1)] };
        File.WriteAllBytes(
            Path.Combine(folder.Path, RiskModel.DescriptionFile),
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(trained.Artefact with { Schema = schema },
                ArtefactJson.Default.ModelArtefact));

        // Act
        var failure = Assert.Throws<ArtefactException>(() => RiskModel.Load(folder.Path));

        // Assert
        Assert.Contains("18 features, its schema 17", failure.Message, StringComparison.Ordinal);
    }
}
