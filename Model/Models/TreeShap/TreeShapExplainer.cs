namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Exact Shapley values of the trees (path-dependent TreeSHAP, Lundberg et al. 2020): how much each feature of a student raises or lowers
/// the raw score. With <see cref="BaseValue"/> they add up to the raw score, before calibration.
/// </summary>
public sealed class TreeShapExplainer
{
    /// <summary>Students explained at once: the more, the less it takes for each to bring the tables to the cache.</summary>
    internal const int BlockRows = 4096;

    private readonly Lazy<BlockExplainer> _blocks;

    internal TreeShapExplainer(TreeEnsemble ensemble)
    {
        FeatureCount = ensemble.FeatureCount;
        _blocks = new Lazy<BlockExplainer>(() => new BlockExplainer(ensemble));

        // On another thread, so that a cold start reads its cohort meanwhile; whoever comes first makes the tables.
        _ = Task.Run(() => _blocks.Value);
    }

    public int FeatureCount { get; }

    /// <summary>Mean raw score over the training rows.</summary>
    public double BaseValue => _blocks.Value.BaseValue;

    /// <summary>Writes the contribution of each feature to one student's raw score.</summary>
    /// <param name="row">As long as <see cref="FeatureCount"/>; NaN is a missing value.</param>
    /// <param name="contributions">As long.</param>
    /// <exception cref="ArgumentException">One of them has another length.</exception>
    public void Explain(ReadOnlySpan<float> row, Span<double> contributions) => ExplainMany(row, contributions);

    /// <summary>Writes the contributions of several students.</summary>
    /// <param name="rows">n × <see cref="FeatureCount"/>, row-major; NaN is a missing value.</param>
    /// <param name="contributions">n × <see cref="FeatureCount"/>, row-major; what is longer stays as it is.</param>
    /// <exception cref="ArgumentException">The rows are not whole, or there is not room for all contributions.</exception>
    public void ExplainMany(ReadOnlySpan<float> rows, Span<double> contributions)
    {
        RowLengths.Check(rows.Length, FeatureCount, contributions.Length / Math.Max(1, FeatureCount));
        var blockCells = BlockRows * FeatureCount;
        for (var start = 0; start < rows.Length; start += blockCells)
        {
            var count = Math.Min(blockCells, rows.Length - start);
            _blocks.Value.Explain(rows.Slice(start, count), contributions.Slice(start, count));
        }
    }
}
