using Antivirus.Model.Cohorts;
using Antivirus.Model.Evaluation;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring.Drift;
using Antivirus.Training.Data;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Fitting;

/// <summary>What to train, and how.</summary>
internal sealed record TrainingPlan(Profile Profile, FastTreeSettings Settings, ThresholdRule Threshold, int Seed)
{
    /// <summary>The fold of each student of the evaluation, where they are given.</summary>
    public int[]? GivenFolds { get; init; }

    /// <summary>Which features thresholds depend on; null for one threshold.</summary>
    public GroupDecision? ThresholdBy { get; init; }
}

/// <summary>A model ready to be written, with the evaluation behind its figures.</summary>
/// <param name="Linear">The logistic regression in units of the trees' raw sum; null when the trees alone are as good.</param>
internal sealed record TrainedModel(ModelArtefact Artefact, FittedTrees Trees, LinearPart? Linear, CrossValidation Evaluation)
{
    /// <summary>Who of the training rows is reported, by scores and thresholds that other rows made.</summary>
    public required IReadOnlyList<bool> Reported { get; init; }
}

/// <summary>Evaluates settings by cross-validation, then trains on all rows.</summary>
internal static class ModelTraining
{
    private const int MaxBins = 10;

    // Below this a model hardly tells students apart, whatever its Brier score.
    private const double MinAuc = 0.6;

    public static TrainedModel Run(TrainingSet set, TrainingPlan plan, TimeProvider clock, CancellationToken cancellationToken)
    {
        var profile = plan.Profile;
        var penalty = LogisticRegression.ChoosePenalty(set, plan.Seed, cancellationToken);
        var folds = plan.GivenFolds?.Max() + 1;
        var evaluation = CrossValidation.Run(
            set,
            new EvaluationPlan(plan.Settings, penalty, folds ?? profile.Folds, profile.Repeats, plan.Seed) { GivenFolds = plan.GivenFolds },
            cancellationToken);
        var (trees, linear, blend) = FitAll(set, plan, evaluation, penalty);
        var scores = evaluation.Repeats.Count == 1 ? evaluation.Scores[0] : MeanScores(evaluation, set.Count);
        var threshold = plan.Threshold.Choose(scores, set.AtRisk);
        bool[] reported = [.. scores.Select(score => score > threshold)];
        var groups = plan.ThresholdBy is { } decision
            ? new GroupThresholdFit(set, scores, threshold).Run(decision, plan.Seed, out reported) : null;
        var artefact = new ModelArtefact
        {
            Name = profile.Name,
            Version = "",
            Date = clock.GetUtcNow(),
            TargetEs = profile.Target.MeaningEs,
            TargetEn = profile.Target.MeaningEn,
            Schema = TrainedSchema.Of(set),
            Threshold = threshold,
            GroupThresholds = groups,
            FormatVersion = groups is null ? RiskModel.PlainFormatVersion : RiskModel.FormatVersion,
            ThresholdRule = plan.Threshold.Text,
            Calibration = blend?.Calibration ?? trees.Calibration,
            Fit = FitOf(evaluation, set, profile),
            Training = Facts(set, plan, evaluation, blend is null ? null : (blend, penalty)) with
            {
                ShareAtRisk = Math.Round((double)reported.Count(each => each) / set.Count, 6),
                CalibrationNoise = Math.Round(ScoreMetrics.CalibrationNoise(evaluation.Scores[0], plan.Seed), 6),
            },
            Metrics = evaluation.Metrics,
            Certainty = Conformal.Fit(set, evaluation),
            BaseRate = set.BaseRate,
            SensitiveColumns = SensitiveColumns(profile),
            Target = new TargetWords(profile.Target.Column, profile.Target.AtRisk, profile.Target.NotAtRisk, profile.Target.LeaveOut),
        };
        return new TrainedModel(artefact, trees, linear, evaluation) { Reported = reported };
    }

    /// <summary>Those that are not features; null where there are none.</summary>
    private static List<Feature>? SensitiveColumns(Profile profile) =>
        profile.Columns.Except(profile.FeatureColumns).Where(column => column.Sensitive).Select(column => column.ToFeature()).ToList() is
        { Count: > 0 } columns ? columns : null;

    /// <summary>The model on all rows, made as the evaluation found best.</summary>
    private static (FittedTrees Trees, LinearPart? Linear, Blend? Blend) FitAll(TrainingSet set, TrainingPlan plan,
        CrossValidation evaluation, float penalty)
    {
        int[] all = [.. Enumerable.Range(0, set.Count)];
        var trees = FastTree.Fit(set, all, plan.Settings, plan.Seed);
        if (evaluation.KeepsBlend)
        {
            var blend = evaluation.FitBlend(trees.Calibration);
            return (trees, LogisticRegression.Fit(set, all, penalty).Scale(blend.LinearFactor), blend);
        }

        return (evaluation.KeepsCalibration ? FastTree.WithCalibration(trees, evaluation.FitCalibration(), set) : trees, null, null);
    }

    /// <summary>Not poor when the Brier score beats that of always answering the base rate by two standard errors over the folds, and the
    /// AUC is above chance.</summary>
    private static ModelFit FitOf(CrossValidation evaluation, TrainingSet set, Profile profile)
    {
        var ofBaseRate = set.BaseRate * (1 - set.BaseRate);
        var brier = evaluation.Metrics["brier"];
        var error = brier.Sd / Math.Sqrt(profile.Folds * profile.Repeats);
        var beatsBaseRate = brier.Mean + (2 * error) < ofBaseRate;
        return !beatsBaseRate || evaluation.Metrics["auc"].Mean < MinAuc ? ModelFit.Poor
            : evaluation.Metrics["auc"].Mean < ModelArtefact.GoodAuc ? ModelFit.Fair : ModelFit.Good;
    }

    /// <summary>The mean over the repeats of what each student scored out of fold.</summary>
    internal static double[] MeanScores(CrossValidation evaluation, int count) =>
        [.. Enumerable.Range(0, count).Select(index => evaluation.Scores.Average(scores => scores[index]))];

    private static TrainingFacts Facts(TrainingSet set, TrainingPlan plan, CrossValidation evaluation,
        (Blend Blend, float Penalty)? linear) => new()
        {
            Profile = plan.Profile.Name,
            DataSha256 = set.DataSha256,
            Seed = plan.Seed,
            RowsRead = set.RowsRead,
            RowsUsed = set.Count,
            RowsAtRisk = set.CountAtRisk,
            Hyperparameters = Settings(plan, linear),
            TreesAlone = linear is null ? null : evaluation.TreeMetrics,
            LibraryVersions = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["Microsoft.ML"] = Version(typeof(Microsoft.ML.MLContext)),
                ["Microsoft.ML.FastTree"] = Version(typeof(Microsoft.ML.Trainers.FastTree.FastTreeBinaryTrainer)),
            },
            Evaluation = plan.GivenFolds is { } given ? $"{given.Max() + 1} given folds"
            : $"{plan.Profile.Repeats}x{plan.Profile.Folds}-fold, stratified, seed {plan.Seed}",
            Attribution = plan.Profile.Attribution,
            Bins = Bins(set),
        };

    private static SortedDictionary<string, double> Settings(TrainingPlan plan, (Blend Blend, float Penalty)? linear)
    {
        var settings = new SortedDictionary<string, double>(plan.Settings.ToDictionary().ToDictionary(), StringComparer.Ordinal);
        if (linear is { } with)
        {
            settings["linearPenalty"] = with.Penalty;
            settings["linearWeight"] = with.Blend.Weight;
        }

        return settings;
    }

    private static string Version(Type type) => System.Reflection.CustomAttributeExtensions
        .GetCustomAttribute<System.Reflection.AssemblyInformationalVersionAttribute>(type.Assembly)!.InformationalVersion.Split('+')[0];

    private static SortedDictionary<string, FeatureBins> Bins(TrainingSet set)
    {
        var bins = new SortedDictionary<string, FeatureBins>(StringComparer.Ordinal);
        for (var index = 0; index < set.Schema.Features.Count; index++)
        {
            var values = set.Features.Select(row => (double)row[index]).ToList();
            var known = values.Where(value => !double.IsNaN(value)).Order().ToList();
            var edges = Enumerable.Range(1, MaxBins - 1).Select(part => known[Math.Min(known.Count - 1, part * known.Count / MaxBins)])
                .Distinct().Where(edge => edge < known[^1]).ToList();
            bins[set.Schema.Features[index].Name] = new FeatureBins(edges, PopulationStability.Shares(edges, values));
        }

        return bins;
    }
}
