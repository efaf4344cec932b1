using System.Runtime.CompilerServices;
using Antivirus.Model.Models.QuickScorer;

namespace Antivirus.Model.Models;

/// <summary>The trees of a model, taken out of ML.NET: raw sum of leaf values, then the calibration.</summary>
public sealed class TreeEnsemble
{
    private const int RowsAtOnce = 256;

    private readonly RegressionTree[] _trees;
    private readonly Lazy<BitvectorScorer?> _masks;

    internal TreeEnsemble(int featureCount, double bias, PlattCalibration calibration, RegressionTree[] trees)
    {
        FeatureCount = featureCount;
        Bias = bias;
        Calibration = calibration;
        _trees = trees;

        _masks = new Lazy<BitvectorScorer?>(CreateMasks);

        // On another thread, so that a cold start opens its cohort meanwhile; whoever comes first makes them.
        _ = Task.Run(() => _masks.Value);
    }

    public int FeatureCount { get; }

    public PlattCalibration Calibration { get; }

    internal double Bias { get; }

    internal IReadOnlyList<RegressionTree> Trees => _trees;

    /// <summary>Writes the probability of risk, 0 to 1, of each row.</summary>
    /// <param name="rows">n × <see cref="FeatureCount"/>, row-major; NaN is a missing value.</param>
    /// <param name="scores">At least n; what is longer stays as it is.</param>
    /// <exception cref="ArgumentException">The rows are not whole, or there is not room for all scores.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        RowLengths.Check(rows.Length, FeatureCount, scores.Length);
        Span<double> sums = stackalloc double[RowsAtOnce];
        for (; !rows.IsEmpty; scores = scores[Math.Min(RowsAtOnce, scores.Length)..])
        {
            var count = Math.Min(RowsAtOnce, rows.Length / FeatureCount);
            Sum(rows[..(count * FeatureCount)], sums);
            for (var row = 0; row < count; row++)
            {
                scores[row] = Calibrate((float)sums[row]);
            }

            rows = rows[(count * FeatureCount)..];
        }
    }

    /// <summary>Sum over the trees, in their order and in double, then as float: bit for bit what ML.NET gives.</summary>
    public float RawScore(ReadOnlySpan<float> row) => (float)Walk(row);

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
        var masks = BitvectorScorer.TryCreate(FeatureCount, Bias, _trees);
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
