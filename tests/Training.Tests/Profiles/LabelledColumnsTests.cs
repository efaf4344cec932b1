using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Support;

namespace Antivirus.Training.Tests.Profiles;

/// <summary>What becomes of single columns of a labelled file, in the draft and in training.</summary>
public sealed class LabelledColumnsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("16-missing-tokens.csv", "promedio", FeatureKind.Number)]
    [InlineData("59b-few-missing-tokens-many-values.csv", "ingreso", FeatureKind.Integer)]
    public async Task A_few_words_for_missing_keep_a_column_numeric(string name, string column, FeatureKind kind)
    {
        // Arrange
        var file = LabelledFile.Golden(_folder, name);

        // Act
        var artefact = await file.MakeModelAsync("abandono");
        var outcome = await file.PredictAsync(file.Path);

        // Assert
        var feature = artefact.Schema.Features.Single(each => each.Name == column);
        Assert.Equal((kind, true), (feature.Kind, feature.AllowsEmpty));
        Assert.Equal((240, 0), (outcome.GetProperty("scored").GetInt32(), outcome.GetProperty("rejected").GetInt32()));
    }

    [Fact]
    public async Task A_column_of_percents_is_a_share_in_training_and_scoring()
    {
        // Arrange
        var file = LabelledFile.Golden(_folder, "23-percent-column.csv");

        // Act
        var artefact = await file.MakeModelAsync("abandono");
        var outcome = await file.PredictAsync(file.Path);

        // Assert
        var feature = artefact.Schema.Features.Single(each => each.Name == "asistencia");
        Assert.Equal((FeatureKind.Number, 0, 1), (feature.Kind, feature.Minimum, feature.Maximum));
        Assert.Equal((240, 0), (outcome.GetProperty("scored").GetInt32(), outcome.GetProperty("rejected").GetInt32()));
    }

    [Fact]
    public async Task A_column_of_money_is_left_out_by_name_and_never_read_as_words()
    {
        // Arrange
        var file = LabelledFile.Golden(_folder, "59-money.csv");

        // Act
        var (_, output, _) = await file.DraftAsync("abandono");
        var trained = await file.TrainAsync();

        // Assert
        Assert.Contains("valor_matricula: left out; it holds $ 1.0", output, StringComparison.Ordinal);
        Assert.Equal(0, trained.ExitCode);
        Assert.DoesNotContain("valor_matricula",
            RiskModel.Load(file.ArtefactPath).Artefact.Schema.Features.Select(feature => feature.Name));
    }

    [Fact]
    public async Task A_header_that_stands_twice_is_refused_by_name_in_draft_and_training()
    {
        // Arrange
        var plain = LabelledFile.Golden(_folder, "00-plain.csv");
        await plain.MakeModelAsync("abandono");
        var twice = LabelledFile.Golden(_folder, "10-duplicate-header.csv");

        // Act
        var trained = await twice.TrainAsync();
        var drafted = await twice.DraftAsync("abandono");

        // Assert
        Assert.Equal((1, 1), (drafted.ExitCode, trained.ExitCode));
        Assert.All([drafted.Errors, trained.Errors], errors =>
            Assert.Contains("columns 3 and 10 are both named 'promedio'", errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_constant_column_is_not_drafted()
    {
        var artefact = await LabelledFile.Golden(_folder, "53-constant-zero-feature.csv").MakeModelAsync("abandono");

        Assert.DoesNotContain("becado", artefact.Schema.Features.Select(feature => feature.Name));
    }

    public void Dispose() => _folder.Dispose();
}
