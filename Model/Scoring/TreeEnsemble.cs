namespace Antivirus.Model.Scoring;

/// <summary>The trees of a model, taken out of ML.NET: raw sum of leaf values, then the calibration.</summary>
public sealed class TreeEnsemble
{
    private readonly RegressionTree[] _trees;

    internal TreeEnsemble(int featureCount, double bias, PlattCalibration calibration, RegressionTree[] trees)
    {
        FeatureCount = featureCount;
        Bias = bias;
        Calibration = calibration;
        _trees = trees;
    }

    public int FeatureCount { get; }

    public PlattCalibration Calibration { get; }

    internal double Bias { get; }

    internal IReadOnlyList<RegressionTree> Trees => _trees;

    /// <summary>Writes the probability of risk of each row; rows are row-major.</summary>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        for (var student = 0; rows.Length >= FeatureCount; student++, rows = rows[FeatureCount..])
        {
            scores[student] = Calibrate(RawScore(rows[..FeatureCount]));
        }
    }

    /// <summary>Sum over the trees, in their order and in double, then as float: bit for bit what ML.NET gives.</summary>
    public float RawScore(ReadOnlySpan<float> row)
    {
        var sum = Bias;
        foreach (var tree in _trees)
        {
            sum += tree.Weight * tree.LeafValue[tree.FindLeaf(row)];
        }

        return (float)sum;
    }

    internal double Calibrate(float raw) => 1 / (1 + Math.Exp((Calibration.Slope * raw) + Calibration.Offset));
}
