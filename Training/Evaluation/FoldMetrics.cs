using Antivirus.Model.Evaluation;
using Antivirus.Model.Models;
using Antivirus.Training.Data;

namespace Antivirus.Training.Evaluation;

/// <summary>A mean difference over the folds, and its standard error.</summary>
internal sealed record PairedDifference(double Mean, double StandardError);

/// <summary>What a logistic regression beside the trees changed, fold by fold; below 0 is better.</summary>
internal sealed record BlendGain(PairedDifference Brier, PairedDifference LogLoss)
{
    /// <summary>Both figures fall by more than one standard error of their paired differences.</summary>
    public bool IsBeyondNoise => Brier.Mean < -Brier.StandardError && LogLoss.Mean < -LogLoss.StandardError;
}

/// <summary>Figures of out-of-fold scores, over the folds of all repeats.</summary>
internal sealed class FoldMetrics
{
    private readonly TrainingSet _set;
    private readonly (int Repeat, int[] Students, bool[] AtRisk)[] _parts;

    /// <param name="set">The students.</param>
    /// <param name="drawn">The fold of each student, one list per repeat.</param>
    /// <param name="folds">Number of folds.</param>
    public FoldMetrics(TrainingSet set, IReadOnlyList<int[]> drawn, int folds)
    {
        _set = set;
        var parts = from repeat in Enumerable.Range(0, drawn.Count)
                    from fold in Enumerable.Range(0, folds)
                    let students = Enumerable.Range(0, set.Count).Where(index => drawn[repeat][index] == fold).ToArray()
                    select (repeat, students, Array.ConvertAll(students, index => set.AtRisk[index]));
        _parts = [.. parts];
    }

    /// <summary>Mean and deviation over the folds; the calibration error is pooled over the folds of each repeat.</summary>
    /// <param name="scores">One list per repeat.</param>
    public SortedDictionary<string, Metric> Of(IReadOnlyList<double[]> scores)
    {
        var metrics = QualityOf(scores);
        foreach (var percent in HeldOutRecall.Percents)
        {
            // Pooled as the calibration error is: a twentieth of one small fold is nobody.
            metrics[HeldOutRecall.NameOf(percent)] =
                Over([.. scores.Select(repeat => HeldOutRecall.Of(repeat, _set.AtRisk, percent / 100.0))]);
        }

        return metrics;
    }

    private SortedDictionary<string, Metric> QualityOf(IReadOnlyList<double[]> scores) => new(StringComparer.Ordinal)
    {
        ["auc"] = Over(Each(scores, ScoreMetrics.Auc)),
        ["brier"] = Over(Each(scores, ScoreMetrics.Brier)),
        ["logLoss"] = Over(Each(scores, ScoreMetrics.LogLoss)),

        // Pooled over the folds of each repeat: ten bins of one small fold would measure noise.
        ["ece"] = Over([.. scores.Select(repeat => ScoreMetrics.CalibrationError(repeat, _set.AtRisk))]),
    };

    public BlendGain Compare(IReadOnlyList<double[]> before, IReadOnlyList<double[]> after) =>
        new(Difference(before, after, ScoreMetrics.Brier), Difference(before, after, ScoreMetrics.LogLoss));

    private PairedDifference Difference(IReadOnlyList<double[]> before, IReadOnlyList<double[]> after, Func<double[], bool[],
        double> figure)
    {
        double[] differences = [.. Each(after, figure).Zip(Each(before, figure), (now, then) => now - then)];
        return new PairedDifference(differences.Average(), ScoreMetrics.Sd(differences) / Math.Sqrt(differences.Length));
    }

    private double[] Each(IReadOnlyList<double[]> scores, Func<double[], bool[], double> figure) =>
        Array.ConvertAll(_parts, part => figure(Array.ConvertAll(part.Students, index => scores[part.Repeat][index]), part.AtRisk));

    private static Metric Over(double[] values) => new(Round(values.Average()), Round(ScoreMetrics.Sd(values)));

    // The last bits of a sum may differ between machines; a card needs no more than these.
    private static double Round(double value) => Math.Round(value, 6);
}
