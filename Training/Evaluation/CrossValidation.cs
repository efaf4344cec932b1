using Antivirus.Model.Models;
using Antivirus.Training.Data;
using Antivirus.Training.Fitting;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Evaluation;

/// <summary>Scores that each student got from a model which never saw that student, once for each repeat.</summary>
internal sealed record OutOfFold(int[] Folds, double[] Raw, double[] Own);

/// <summary>Cross-validated scores and figures.</summary>
internal sealed class CrossValidation
{
    private CrossValidation(TrainingSet set, IReadOnlyList<OutOfFold> repeats, int folds)
    {
        Repeats = repeats;
        var own = repeats.Select(repeat => repeat.Own).ToList();
        var fitted = repeats.Select(repeat => Recalibrate(set, repeat, folds)).ToList();
        KeepsCalibration = MeanLogLoss(fitted, set) < MeanLogLoss(own, set);
        Scores = KeepsCalibration ? fitted : own;
        Metrics = Measure(set, repeats, Scores, folds);
    }

    public IReadOnlyList<OutOfFold> Repeats { get; }

    /// <summary>Whether a calibration fitted on the other folds lowered the log loss.</summary>
    public bool KeepsCalibration { get; }

    /// <summary>Calibrated out-of-fold scores, a list for each repeat.</summary>
    public IReadOnlyList<double[]> Scores { get; }

    public IReadOnlyDictionary<string, Metric> Metrics { get; }

    public static CrossValidation Run(TrainingSet set, FastTreeSettings settings, int folds, int repeats, int seed, CancellationToken cancellationToken)
    {
        var jobs = Enumerable.Range(0, repeats).SelectMany(repeat => Enumerable.Range(0, folds).Select(fold => (Repeat: repeat, Fold: fold)));
        var drawn = Enumerable.Range(0, repeats)
            .Select(repeat => new OutOfFold(Folds.Draw(set, folds, seed + repeat), new double[set.Count], new double[set.Count]))
            .ToList();
        CheckFolds(set, drawn, folds);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.ForEach(jobs, options, job => ScoreFold(set, settings, drawn[job.Repeat], job.Fold, seed + job.Repeat));
        return new CrossValidation(set, drawn, folds);
    }

    /// <summary>Raw scores of all repeats beside their outcomes, to fit the final calibration on.</summary>
    public PlattCalibration FitCalibration(TrainingSet set) =>
        PlattFit.Fit([.. Repeats.SelectMany(repeat => repeat.Raw)], [.. Repeats.SelectMany(_ => set.AtRisk)]);

    private static void CheckFolds(TrainingSet set, List<OutOfFold> drawn, int folds)
    {
        bool Has(OutOfFold repeat, int fold, bool outcome) => Enumerable.Range(0, set.Count).Any(index => repeat.Folds[index] == fold && set.AtRisk[index] == outcome);
        if (!drawn.TrueForAll(repeat => Enumerable.Range(0, folds).All(fold => Has(repeat, fold, true) && Has(repeat, fold, false))))
        {
            throw new TrainingException($"{set.CountAtRisk} of {set.Count} rows are at risk: too few of one kind for {folds} folds, each of which needs both. Bring more rows, or set fewer folds in the profile.");
        }
    }

    private static void ScoreFold(TrainingSet set, FastTreeSettings settings, OutOfFold repeat, int fold, int seed)
    {
        var inside = Enumerable.Range(0, set.Count).Where(index => repeat.Folds[index] != fold);
        var outside = Enumerable.Range(0, set.Count).Where(index => repeat.Folds[index] == fold).ToArray();
        var fitted = FastTree.Fit(set, inside, settings, seed);
        var raw = fitted.RawScores(outside.Select(index => set.Features[index]), set.Schema.Features.Count);
        for (var position = 0; position < outside.Length; position++)
        {
            repeat.Raw[outside[position]] = raw[position];
            repeat.Own[outside[position]] = PlattFit.Apply(fitted.Calibration, raw[position]);
        }
    }

    /// <summary>Calibrates each fold with what the other folds taught, so that no student judges its own calibration.</summary>
    private static double[] Recalibrate(TrainingSet set, OutOfFold repeat, int folds)
    {
        var scores = new double[set.Count];
        for (var fold = 0; fold < folds; fold++)
        {
            var others = Enumerable.Range(0, set.Count).Where(index => repeat.Folds[index] != fold).ToArray();
            var calibration = PlattFit.Fit([.. others.Select(index => repeat.Raw[index])], [.. others.Select(index => set.AtRisk[index])]);
            foreach (var index in Enumerable.Range(0, set.Count).Where(index => repeat.Folds[index] == fold))
            {
                scores[index] = PlattFit.Apply(calibration, repeat.Raw[index]);
            }
        }

        return scores;
    }

    private static double MeanLogLoss(List<double[]> repeats, TrainingSet set) =>
        repeats.Average(scores => ScoreMetrics.LogLoss(scores, set.AtRisk));

    private static SortedDictionary<string, Metric> Measure(TrainingSet set, IReadOnlyList<OutOfFold> repeats, IReadOnlyList<double[]> scores, int folds)
    {
        var byFold = from repeat in Enumerable.Range(0, repeats.Count)
                     from fold in Enumerable.Range(0, folds)
                     let students = Enumerable.Range(0, set.Count).Where(index => repeats[repeat].Folds[index] == fold).ToArray()
                     select (Scores: students.Select(index => scores[repeat][index]).ToArray(), AtRisk: students.Select(index => set.AtRisk[index]).ToArray());
        var parts = byFold.ToList();
        return new SortedDictionary<string, Metric>(StringComparer.Ordinal)
        {
            ["auc"] = Over(parts.ConvertAll(part => ScoreMetrics.Auc(part.Scores, part.AtRisk))),
            ["brier"] = Over(parts.ConvertAll(part => ScoreMetrics.Brier(part.Scores, part.AtRisk))),
            ["logLoss"] = Over(parts.ConvertAll(part => ScoreMetrics.LogLoss(part.Scores, part.AtRisk))),

            // Pooled over the folds of each repeat: ten bins of one small fold would measure noise.
            ["ece"] = Over([.. scores.Select(repeat => ScoreMetrics.CalibrationError(repeat, set.AtRisk))]),
        };
    }

    private static Metric Over(List<double> values) => new(Round(values.Average()), Round(ScoreMetrics.Sd(values)));

    // The last bits of a sum may differ between machines; a card needs no more than these.
    private static double Round(double value) => Math.Round(value, 6);
}
