using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring.Drift;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Scoring.Drift;

public sealed class DriftMeterTests
{
    private const int Age = 0;
    private static readonly int Features = StudentPerformance.Schema.Features.Count;

    [Fact]
    public void A_sample_of_the_training_data_is_not_unlike_it()
    {
        var drift = Compare(Students(seed: 5, 60, age: 15), shareAtRisk: 0.3);

        Assert.False(drift!.IsUnlike);
        Assert.Null(drift.Sentence(ReportLanguage.Spanish));
    }

    [Fact]
    public void A_cohort_of_older_students_is_named_by_what_moved()
    {
        var drift = Compare(Students(seed: 5, 60, age: 23), shareAtRisk: 0.3);

        Assert.Equal("age", Assert.Single(drift!.Moved).Feature);
        Assert.Equal("Esta cohorte no se parece a la de entrenamiento: age.", drift.Sentence(ReportLanguage.Spanish));
        Assert.Equal("This cohort is not like the training data: age.", drift.Sentence(ReportLanguage.English));
    }

    [Theory]
    [InlineData(6, "c5.", "c5.")]
    [InlineData(7, "c5, 1 columna más.", "c5, 1 more column.")]
    [InlineData(18, "c5, 12 columnas más.", "c5, 12 more columns.")]
    public void Of_many_columns_that_moved_the_first_are_named_and_the_others_counted(int count, string spanish, string english)
    {
        var moved = Enumerable.Range(0, count).Select(number => new MovedFeature($"c{number}", $"c{number}", $"c{number}", 1, 0));

        var drift = new CohortDrift { Moved = [.. moved] };

        Assert.EndsWith(spanish, drift.Sentence(ReportLanguage.Spanish), StringComparison.Ordinal);
        Assert.EndsWith(english, drift.Sentence(ReportLanguage.English), StringComparison.Ordinal);
    }

    [Fact]
    public void New_words_move_their_feature()
    {
        var rows = Students(seed: 5, 60, age: 15);
        for (var row = 0; row < 20; row++)
        {
            rows[(row * Features) + 1] = StudentBatch.NewWord;
        }

        Assert.Equal("Medu", Assert.Single(Compare(rows, shareAtRisk: 0.3)!.Moved).Feature);
    }

    [Fact]
    public void Three_times_the_share_at_risk_is_named()
    {
        var drift = Compare(Students(seed: 5, 300, age: 15), shareAtRisk: 0.9);

        Assert.True(drift!.ShareMoved);
        Assert.Equal("Esta cohorte no se parece a la de entrenamiento: 90 % reportado en riesgo, 30 % en el entrenamiento.",
            drift.Sentence(ReportLanguage.Spanish));
    }

    [Fact]
    public void A_handful_of_students_is_not_compared() => Assert.Null(Compare(Students(seed: 5, 19, age: 15), shareAtRisk: 1));

    [Fact]
    public void Of_a_large_cohort_a_part_is_counted_and_the_shares_stay()
    {
        // Arrange
        var meter = new DriftMeter(Artefact());
        var rows = Students(seed: 6, 8192, age: 15);

        // Act
        for (var batch = 0; batch < 12; batch++)
        {
            meter.Add(rows);
        }

        // Assert
        Assert.All(meter.Indexes(), entry => Assert.InRange(entry.Index.Psi, 0, 0.05));
    }

    private static CohortDrift? Compare(float[] rows, double shareAtRisk)
    {
        var meter = new DriftMeter(Artefact());
        meter.Add(rows);
        return meter.Compare(shareAtRisk, isOwnThreshold: true);
    }

    private static float[] Students(int seed, int count, int age)
    {
        var random = new Random(seed);
        var rows = new float[count * Features];
        for (var row = 0; row < rows.Length; row += Features)
        {
            (rows[row + Age], rows[row + 1]) = (age + random.Next(4), random.Next(5));
        }

        return rows;
    }

    private static ModelArtefact Artefact() => new()
    {
        Name = "test",
        Version = "1",
        Date = DateTimeOffset.UnixEpoch,
        TargetEs = "",
        TargetEn = "",
        Schema = StudentPerformance.Schema,
        Threshold = 0.5,
        ThresholdRule = "threshold 0.5",
        Calibration = new PlattCalibration(-1, 0),
        Fit = ModelFit.Good,
        Metrics = new Dictionary<string, Metric>(),
        BaseRate = 0.3,
        Training = new TrainingFacts
        {
            Profile = "test",
            DataSha256 = "",
            Seed = 1,
            RowsRead = 600,
            RowsUsed = 600,
            RowsAtRisk = 180,
            ShareAtRisk = 0.3,
            Hyperparameters = new Dictionary<string, double>(),
            LibraryVersions = new Dictionary<string, string>(),
            Evaluation = "none",
            Bins = new Dictionary<string, FeatureBins>
            {
                ["age"] = new([15, 16, 17], [0.25, 0.25, 0.25, 0.25, 0]),
                ["Medu"] = new([0, 1, 2, 3], [0.2, 0.2, 0.2, 0.2, 0.2, 0]),
            },
        },
    };
}
