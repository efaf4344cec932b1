using Antivirus.Model.Models;
using Antivirus.Training.Data;
using Antivirus.Training.Evaluation;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Fitting;

/// <summary>What to train, and how.</summary>
internal sealed record TrainingPlan(Profile Profile, FastTreeSettings Settings, ThresholdRule Threshold, int Seed);

/// <summary>A model ready to be written, with the evaluation behind its figures.</summary>
internal sealed record TrainedModel(ModelArtefact Artefact, FittedTrees Trees, CrossValidation Evaluation);

/// <summary>Evaluates settings by cross-validation, then trains on all rows.</summary>
internal static class ModelTraining
{
    private const int MaxBins = 10;

    public static TrainedModel Run(TrainingSet set, TrainingPlan plan, TimeProvider clock, CancellationToken cancellationToken)
    {
        var profile = plan.Profile;
        var evaluation = CrossValidation.Run(set, plan.Settings, profile.Folds, profile.Repeats, plan.Seed, cancellationToken);
        var trees = FastTree.Fit(set, Enumerable.Range(0, set.Count), plan.Settings, plan.Seed);
        if (evaluation.KeepsCalibration)
        {
            trees = FastTree.WithCalibration(trees, evaluation.FitCalibration(set), set);
        }

        var scores = evaluation.Repeats.Count == 1 ? evaluation.Scores[0] : MeanScores(evaluation, set.Count);
        var artefact = new ModelArtefact
        {
            Name = profile.Name,
            Version = "",
            Date = clock.GetUtcNow(),
            TargetEs = profile.Target.MeaningEs,
            TargetEn = profile.Target.MeaningEn,
            Schema = set.Schema,
            Threshold = plan.Threshold.Choose(scores, set.AtRisk),
            ThresholdRule = plan.Threshold.Text,
            Calibration = trees.Calibration,
            Fit = FitOf(evaluation, set, profile),
            Training = Facts(set, plan),
            Metrics = evaluation.Metrics,
            BaseRate = set.BaseRate,
        };
        return new TrainedModel(artefact, trees, evaluation);
    }

    /// <summary>Good when the Brier score beats that of always answering the base rate by more than its standard error over the folds.</summary>
    private static ModelFit FitOf(CrossValidation evaluation, TrainingSet set, Profile profile)
    {
        var ofBaseRate = set.BaseRate * (1 - set.BaseRate);
        var brier = evaluation.Metrics["brier"];
        return brier.Mean + (brier.Sd / Math.Sqrt(profile.Folds * profile.Repeats)) < ofBaseRate ? ModelFit.Good : ModelFit.Poor;
    }

    /// <summary>The mean over the repeats of what each student scored out of fold.</summary>
    internal static double[] MeanScores(CrossValidation evaluation, int count) =>
        [.. Enumerable.Range(0, count).Select(index => evaluation.Scores.Average(scores => scores[index]))];

    private static TrainingFacts Facts(TrainingSet set, TrainingPlan plan) => new()
    {
        Profile = plan.Profile.Name,
        DataSha256 = set.DataSha256,
        Seed = plan.Seed,
        RowsRead = set.RowsRead,
        RowsUsed = set.Count,
        RowsAtRisk = set.CountAtRisk,
        Hyperparameters = plan.Settings.ToDictionary(),
        LibraryVersions = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Microsoft.ML"] = Version(typeof(Microsoft.ML.MLContext)),
            ["Microsoft.ML.FastTree"] = Version(typeof(Microsoft.ML.Trainers.FastTree.FastTreeBinaryTrainer)),
        },
        Evaluation = $"{plan.Profile.Repeats}x{plan.Profile.Folds}-fold, stratified, seed {plan.Seed}",
        Attribution = plan.Profile.Attribution,
        Bins = Bins(set),
    };

    private static string Version(Type type) => System.Reflection.CustomAttributeExtensions
        .GetCustomAttribute<System.Reflection.AssemblyInformationalVersionAttribute>(type.Assembly)!.InformationalVersion.Split('+')[0];

    private static SortedDictionary<string, FeatureBins> Bins(TrainingSet set)
    {
        var bins = new SortedDictionary<string, FeatureBins>(StringComparer.Ordinal);
        for (var index = 0; index < set.Schema.Features.Count; index++)
        {
            var values = set.Features.Select(row => (double)row[index]).ToList();
            var known = values.Where(value => !double.IsNaN(value)).Order().ToList();
            var edges = Enumerable.Range(1, MaxBins - 1).Select(part => known[Math.Min(known.Count - 1, part * known.Count / MaxBins)]).Distinct().Where(edge => edge < known[^1]).ToList();
            bins[set.Schema.Features[index].Name] = new FeatureBins(edges, Drift.Shares(edges, values));
        }

        return bins;
    }
}
