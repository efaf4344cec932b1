using Antivirus.Model.Evaluation;
using Antivirus.Model.Models;
using Antivirus.Support;
using Antivirus.Training.Data;
using Antivirus.Training.Evaluation;
using Antivirus.Training.Fitting;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Tests.Data;

/// <summary>The notebook's preprocessing and what the shipped model is worth, on the public data.</summary>
public sealed class StudentPerformanceTests(NotebookTrainings trainings)
{
    private static readonly string[] ContractOrder =
    [
        "age", "Medu", "traveltime", "studytime", "freetime", "goout", "Walc", "health", "absences",
        "Sex", "Famsize", "Schoolsup", "Famsup", "Paid", "Activities", "Higher", "Internet", "Romantic",
    ];

    [Fact]
    public async Task The_notebooks_379_rows_and_18_features_are_what_the_model_learns_from()
    {
        var set = await ReadAsync();

        Assert.Equal((395, 379, 121), (set.RowsRead, set.Count, set.CountAtRisk));
        Assert.Equal(ContractOrder, set.Schema.Features.Select(feature => feature.Name));
        Assert.Contains("Highger", set.Schema.Features[15].Aliases);
        Assert.Equal([18, 4, 2, 2, 3, 4, 1, 3, 6, 0, 0, 1, 0, 0, 0, 1, 0, 0], set.Features[0]);
    }

    [Fact]
    public async Task Held_out_students_reported_at_risk_failed_more_often_than_the_others()
    {
        // Arrange
        var set = await ReadAsync();
        var profile = ProfileFile.Load("student-performance");

        // Act
        var evaluation = CrossValidation.Run(set, new EvaluationPlan(profile.Settings, Penalty: null, Folds: 5, Repeats: 2, Seed: 7),
            TestContext.Current.CancellationToken);
        var labels = LabelCheck.Of([.. evaluation.Scores[0].Select(score => score > 0.5)], set.AtRisk);

        // Assert
        Assert.True(labels.Reported >= 10);
        Assert.True(labels.ShareReported > labels.ShareOthers + 0.1, $"{labels.ShareReported:P0} against {labels.ShareOthers:P0}");
        Assert.True(evaluation.Metrics["auc"].Mean > 0.62);
        Assert.True(evaluation.Metrics["brier"].Mean < 0.212);
        Assert.True(evaluation.Metrics["ece"].Mean < 0.06);
    }

    [Fact]
    public async Task Training_twice_gives_the_same_artefact_but_for_its_date()
    {
        // Act
        var (first, second) = await trainings.ArtefactsAsync();

        // Assert
        Assert.Equal(WithoutDate(first), WithoutDate(second));
    }

    [Fact]
    public async Task The_shipped_artefact_scores_as_the_one_that_training_gives()
    {
        // Arrange
        float[] rows = [.. (await ReadAsync()).Features.SelectMany(row => row)];

        // Act: raw scores.
        var shipped = Scores(RepositoryFolder.File("Model", "Artefacts", "student-performance"), rows);
        var trained = Scores((await trainings.ArtefactsAsync()).First, rows);

        // Assert: the sums of the logistic regression end in other digits on processors with wider vectors.
        Assert.All(shipped.Zip(trained), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public async Task Rows_with_a_missing_value_are_trained_on_and_missing_goes_its_own_way()
    {
        // Arrange: at risk exactly where the value is missing.
        var set = await ReadAsync();
        var students = set with
        {
            Features = [.. set.Features.Select((row, index) => index % 4 == 0 ? [float.NaN, .. row[1..]] : row)],
            AtRisk = [.. Enumerable.Range(0, set.Count).Select(index => index % 4 == 0)],
        };

        // Act
        var fitted = FastTree.Fit(students, Enumerable.Range(0, set.Count), new FastTreeSettings { Trees = 20, Leaves = 4 }, seed: 1);
        var raw = fitted.RawScores(students.Features, set.Schema.Features.Count);

        // Assert
        Assert.Equal(1, ScoreMetrics.Auc(raw, students.AtRisk), 3);
    }

    private static Task<TrainingSet> ReadAsync() =>
        TrainingSetReader.ReadForTrainingAsync(RepositoryFolder.StudentData, ProfileFile.Load("student-performance"), sheet: null,
            TestContext.Current.CancellationToken);

    private static double[] Scores(string artefact, float[] rows)
    {
        var trees = RiskModel.Load(artefact).Trees;
        var scores = new double[rows.Length / trees.FeatureCount];
        trees.Score(rows, scores);
        return scores;
    }

    private static string WithoutDate(string folder) =>
        string.Join('\n', File.ReadLines(Path.Combine(folder, RiskModel.DescriptionFile))
            .Where(line => !line.Contains("\"date\"", StringComparison.Ordinal)));
}
