using Antivirus.Model.Evaluation;
using Antivirus.Model.Models;
using Antivirus.Training.Data;
using Antivirus.Training.Evaluation;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Fitting;

/// <summary>What is evaluated, and on which folds.</summary>
/// <param name="Settings">Of the trees.</param>
/// <param name="Penalty">L2 penalty of the logistic regression; null for trees alone.</param>
/// <param name="Folds">Number of folds.</param>
/// <param name="Repeats">How often the folds are drawn.</param>
/// <param name="Seed">Of the first repeat; those after it count up.</param>
internal sealed record EvaluationPlan(FastTreeSettings Settings, float? Penalty, int Folds, int Repeats, int Seed)
{
    /// <summary>The fold of each student, 0 to <see cref="Folds"/> − 1, where they are given; drawn when null.</summary>
    public int[]? GivenFolds { get; init; }

    public IReadOnlyList<int[]> Draw(TrainingSet set) =>
        GivenFolds is { } given ? [given]
            : [.. Enumerable.Range(0, Repeats).Select(repeat => Evaluation.Folds.Draw(set, Folds, Seed + repeat))];
}

/// <summary>Scores that each student got from models which never saw that student: raw sum and own score of the trees, logit of the
/// regression.</summary>
internal sealed record OutOfFold(int[] Folds, double[] Raw, double[] Own, double[] Logits);

/// <summary>Cross-validated scores and figures.</summary>
internal sealed class CrossValidation
{
    private readonly TrainingSet _set;
    private readonly bool[] _atRisk;

    private CrossValidation(TrainingSet set, IReadOnlyList<OutOfFold> repeats, EvaluationPlan plan)
    {
        _set = set;
        _atRisk = [.. set.AtRisk];
        Repeats = repeats;
        var own = repeats.Select(repeat => repeat.Own).ToList();
        var fitted = repeats.Select(repeat => Recalibrate(repeat, plan.Folds)).ToList();
        KeepsCalibration = MeanLogLoss(fitted) < MeanLogLoss(own);
        Scores = TreeScores = KeepsCalibration ? fitted : own;
        var measure = new FoldMetrics(set, [.. repeats.Select(repeat => repeat.Folds)], plan.Folds);
        Metrics = TreeMetrics = measure.Of(TreeScores);
        if (plan.Penalty is not null)
        {
            var average = repeats.Select(Average).ToList();
            var weighed = repeats.Select(repeat => WeighFolds(repeat, plan.Folds)).ToList();
            WeighsBlend = MeanLogLoss(weighed) < MeanLogLoss(average);
            var blended = WeighsBlend ? weighed : average;
            BlendGain = measure.Compare(TreeScores, blended);
            KeepsBlend = BlendGain.IsBeyondNoise;
            (Scores, Metrics) = KeepsBlend ? (blended, measure.Of(blended)) : (Scores, Metrics);
        }
    }

    public IReadOnlyList<OutOfFold> Repeats { get; }

    /// <summary>Whether a calibration fitted on the other folds lowered the log loss.</summary>
    public bool KeepsCalibration { get; }

    /// <summary>Whether trees and logistic regression together were better than the trees alone, beyond noise.</summary>
    public bool KeepsBlend { get; }

    /// <summary>Whether weights and calibration fitted on the other folds were better than the plain average of both logits.</summary>
    private bool WeighsBlend { get; }

    /// <summary>What the logistic regression changed; null where none was tried.</summary>
    public BlendGain? BlendGain { get; }

    /// <summary>Calibrated out-of-fold scores, one list per repeat.</summary>
    public IReadOnlyList<double[]> Scores { get; }

    public IReadOnlyDictionary<string, Metric> Metrics { get; }

    /// <summary>Of the trees alone.</summary>
    public IReadOnlyDictionary<string, Metric> TreeMetrics { get; }

    private IReadOnlyList<double[]> TreeScores { get; }

    public static CrossValidation Run(TrainingSet set, EvaluationPlan plan, CancellationToken cancellationToken)
    {
        var drawn = plan.Draw(set)
            .Select(folds => new OutOfFold(folds, new double[set.Count], new double[set.Count], new double[set.Count])).ToList();
        CheckFolds(set, drawn, plan.Folds);
        var jobs = Enumerable.Range(0, drawn.Count)
            .SelectMany(repeat => Enumerable.Range(0, plan.Folds).Select(fold => (Repeat: repeat, Fold: fold)));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.ForEach(jobs, options, job => ScoreFold(set, plan, drawn[job.Repeat], job.Fold, plan.Seed + job.Repeat));
        return new CrossValidation(set, drawn, plan);
    }

    /// <summary>The calibration of the trees alone, fitted on the raw scores of all repeats.</summary>
    public PlattCalibration FitCalibration() => PlattFit.Fit(AllOf(repeat => repeat.Raw), AllOutcomes());

    /// <summary>The blend: fitted on the raw scores of all repeats, or the plain average.</summary>
    /// <param name="own">The calibration that the trees came with.</param>
    public Blend FitBlend(PlattCalibration own) =>
        WeighsBlend ? Blend.Fit(AllOf(repeat => repeat.Raw), AllOf(repeat => repeat.Logits), AllOutcomes()) : Blend.Average(own);

    private double[] AllOf(Func<OutOfFold, double[]> scores) => [.. Repeats.SelectMany(scores)];

    private bool[] AllOutcomes() => [.. Repeats.SelectMany(_ => _atRisk)];

    private static void CheckFolds(TrainingSet set, List<OutOfFold> drawn, int folds)
    {
        bool Has(OutOfFold repeat, int fold, bool outcome) => Enumerable.Range(0, set.Count)
            .Any(index => repeat.Folds[index] == fold && set.AtRisk[index] == outcome);
        if (!drawn.TrueForAll(repeat => Enumerable.Range(0, folds).All(fold => Has(repeat, fold, true) && Has(repeat, fold, false))))
        {
            throw new TrainingException(
                $"{set.CountAtRisk} of {set.Count} rows are at risk: too few of one kind for {folds} folds, each of which needs both. " +
                "Bring more rows, or set fewer folds in the profile.");
        }
    }

    private static void ScoreFold(TrainingSet set, EvaluationPlan plan, OutOfFold repeat, int fold, int seed)
    {
        var inside = Enumerable.Range(0, set.Count).Where(index => repeat.Folds[index] != fold).ToArray();
        var outside = Enumerable.Range(0, set.Count).Where(index => repeat.Folds[index] == fold).ToArray();
        var fitted = FastTree.Fit(set, inside, plan.Settings, seed);
        var linear = plan.Penalty is { } penalty ? LogisticRegression.Fit(set, inside, penalty) : null;
        var raw = fitted.RawScores(outside.Select(index => set.Features[index]), set.Schema.Features.Count);
        for (var position = 0; position < outside.Length; position++)
        {
            repeat.Raw[outside[position]] = raw[position];
            repeat.Own[outside[position]] = PlattFit.Apply(fitted.Calibration, raw[position]);
            repeat.Logits[outside[position]] = linear?.Sum(set.Features[outside[position]]) ?? 0;
        }
    }

    /// <summary>Calibrates each fold with what the other folds taught, so that no student judges its own calibration.</summary>
    private double[] Recalibrate(OutOfFold repeat, int folds) => FromOtherFolds(repeat, folds, (others, outcomes) =>
    {
        var calibration = PlattFit.Fit(Array.ConvertAll(others, index => repeat.Raw[index]), outcomes);
        return index => PlattFit.Apply(calibration, repeat.Raw[index]);
    });

    /// <summary>The mean of both logits, with nothing fitted: for a few hundred students that is less noise.</summary>
    private double[] Average(OutOfFold repeat) =>
        [.. repeat.Own.Zip(repeat.Logits, (own, logit) => 1 / (1 + Math.Exp(-(Math.Log(own / (1 - own)) + logit) / 2)))];

    /// <summary>Weighs trees and regression in each fold as the other folds taught.</summary>
    private double[] WeighFolds(OutOfFold repeat, int folds) => FromOtherFolds(repeat, folds, (others, outcomes) =>
    {
        var blend = Blend.Fit(Array.ConvertAll(others, index => repeat.Raw[index]), Array.ConvertAll(others, index => repeat.Logits[index]),
            outcomes);
        return index => blend.Score(repeat.Raw[index], repeat.Logits[index]);
    });

    private double[] FromOtherFolds(OutOfFold repeat, int folds, Func<int[], bool[], Func<int, double>> fit)
    {
        var scores = new double[_set.Count];
        for (var fold = 0; fold < folds; fold++)
        {
            var others = Enumerable.Range(0, _set.Count).Where(index => repeat.Folds[index] != fold).ToArray();
            var score = fit(others, Array.ConvertAll(others, index => _atRisk[index]));
            foreach (var index in Enumerable.Range(0, _set.Count).Where(index => repeat.Folds[index] == fold))
            {
                scores[index] = score(index);
            }
        }

        return scores;
    }

    private double MeanLogLoss(List<double[]> repeats) => repeats.Average(scores => ScoreMetrics.LogLoss(scores, _set.AtRisk));
}
