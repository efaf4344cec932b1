using Antivirus.Model.Cohorts;
using Antivirus.Model.Models.QuickScorer;
using Antivirus.Model.Models.TreeShap;

namespace Antivirus.Model.Models;

/// <summary>The trees of a model, taken out of ML.NET, and its linear part: the raw sum of both, then the calibration.</summary>
public sealed class TreeEnsemble
{
    private const int RowsAtOnce = 256;

    private readonly RegressionTree[] _trees;
    private readonly Lazy<ThresholdBins[]> _bins;
    private readonly Lazy<BitvectorScorer?> _masks;

    // Made when the first student is explained: a report without reasons does not wait for it.
    private readonly Lazy<TreeShapExplainer> _explainer;

    internal TreeEnsemble(int featureCount, double bias, PlattCalibration calibration, RegressionTree[] trees, LinearPart? linear = null)
    {
        FeatureCount = featureCount;
        Bias = bias;
        Calibration = calibration;
        Linear = linear;
        _trees = trees;
        _bins = new Lazy<ThresholdBins[]>(() => ThresholdBins.Of(featureCount, trees));
        _explainer = new Lazy<TreeShapExplainer>(() => new TreeShapExplainer(this));
        NewWords = new NewWordEnsembles(this);
        _masks = new Lazy<BitvectorScorer?>(CreateMasks);

        // On another thread, so that a cold start opens its cohort meanwhile; whoever comes first makes them.
        _ = Task.Run(() => _masks.Value);
    }

    public int FeatureCount { get; }

    public PlattCalibration Calibration { get; }

    /// <summary>The second voice of the raw score; null for trees alone.</summary>
    public LinearPart? Linear { get; }

    internal TreeShapExplainer Explainer => _explainer.Value;

    /// <summary>What scores and explains rows with new words of a category.</summary>
    internal NewWordEnsembles NewWords { get; }

    /// <summary>By feature; scores and reasons share them.</summary>
    internal ThresholdBins[] Bins => _bins.Value;

    internal double Bias { get; }

    internal IReadOnlyList<RegressionTree> Trees => _trees;

    /// <summary>
    /// Writes the probability of risk, 0 to 1, of each row. Where a row holds <see cref="StudentBatch.NewWord"/>, both branches
    /// of each split on that feature count, weighted by their training rows.
    /// </summary>
    /// <param name="rows">n × <see cref="FeatureCount"/>, row-major; another NaN is a missing value.</param>
    /// <param name="scores">At least n; what is longer stays as it is.</param>
    /// <exception cref="ArgumentException">The rows are not whole, or there is not room for all scores.</exception>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        RowLengths.Check(rows.Length, FeatureCount, scores.Length);
        ScoreKnown(rows, scores);
        NewWords.Replace(rows, scores, 1, (ensemble, own, found) => ensemble.ScoreKnown(own, found));
    }

    /// <summary>Writes the probability of risk, 0 to 1, of each student of the batch, which knows whether it has new words.</summary>
    /// <inheritdoc cref="Score(ReadOnlySpan{float}, Span{double})"/>
    internal void Score(StudentBatch batch, Span<double> scores)
    {
        var rows = batch.Features.Span;
        if (batch.NewWords.Count > 0)
        {
            Score(rows, scores);
            return;
        }

        RowLengths.Check(rows.Length, FeatureCount, scores.Length);
        ScoreKnown(rows, scores);
    }

    private void ScoreKnown(ReadOnlySpan<float> rows, Span<double> scores)
    {
        Span<double> sums = stackalloc double[RowsAtOnce];
        for (; !rows.IsEmpty; scores = scores[Math.Min(RowsAtOnce, scores.Length)..])
        {
            var count = Math.Min(RowsAtOnce, rows.Length / FeatureCount);
            Sum(rows[..(count * FeatureCount)], sums);
            Linear?.AddSums(rows[..(count * FeatureCount)], sums);
            for (var row = 0; row < count; row++)
            {
                scores[row] = Calibrate((float)sums[row]);
            }

            rows = rows[(count * FeatureCount)..];
        }
    }

    /// <summary>Sum over the trees, in their order and in double, plus the linear part, then as float.</summary>
    public float RawScore(ReadOnlySpan<float> row) =>
        (float)((NewWordEnsembles.IsAmong(row) ? NewWords.For(row) : this).Walk(row) + (Linear?.Sum(row) ?? 0));

    /// <summary>Sum over the trees alone: bit for bit what ML.NET returns.</summary>
    internal float TreeScore(ReadOnlySpan<float> row) => (float)Walk(row);

    /// <summary>Rounded to float as ML.NET does, so that a score near a threshold falls on the same side of it.</summary>
    internal double Calibrate(float raw) => (float)(1 / (1 + Math.Exp((Calibration.Slope * raw) + Calibration.Offset)));

    private void Sum(ReadOnlySpan<float> rows, Span<double> sums)
    {
        if (_masks.Value is { } masks)
        {
            masks.Sum(rows, sums);
            return;
        }

        for (var row = 0; !rows.IsEmpty; row++, rows = rows[FeatureCount..])
        {
            sums[row] = Walk(rows[..FeatureCount]);
        }
    }

    /// <summary>The masks, with one row summed already: the compiler is done with them when the first cohort comes.</summary>
    private BitvectorScorer? CreateMasks()
    {
        var masks = BitvectorScorer.TryCreate(Bins, Bias, _trees);
        masks?.Sum(new float[FeatureCount], new double[1]);
        return masks;
    }

    private double Walk(ReadOnlySpan<float> row)
    {
        var sum = Bias;
        foreach (var tree in _trees)
        {
            sum += tree.Weight * tree.LeafValue[tree.FindLeaf(row)];
        }

        return sum;
    }
}
