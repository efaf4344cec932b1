namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Exact Shapley values of the trees (path-dependent TreeSHAP, Lundberg et al. 2020) and of the linear part: how much each feature of a
/// student raises or lowers the raw score. With <see cref="BaseValue"/> they add up to the raw score, before calibration.
/// </summary>
public sealed class TreeShapExplainer
{
    /// <summary>Students explained at once: the more, the less it takes for each to bring the tables to the cache.</summary>
    internal const int BlockRows = 4096;

    private readonly TreeEnsemble _ensemble;
    private readonly Lazy<BlockExplainer> _blocks;

    internal TreeShapExplainer(TreeEnsemble ensemble)
    {
        _ensemble = ensemble;
        _blocks = new Lazy<BlockExplainer>(() => new BlockExplainer(ensemble));

        // On another thread, so that a cold start reads its cohort meanwhile; whoever comes first makes the tables.
        _ = Task.Run(() => _blocks.Value);
    }

    public int FeatureCount => _ensemble.FeatureCount;

    /// <summary>Mean raw score over the training rows.</summary>
    public double BaseValue => _blocks.Value.BaseValue + (_ensemble.Linear?.Base ?? 0);

    /// <inheritdoc cref="ExplainMany" path="/exception"/>
    /// <summary>Writes the contributions of one student; both are as long as <see cref="FeatureCount"/>.</summary>
    public void Explain(ReadOnlySpan<float> row, Span<double> contributions) => ExplainMany(row, contributions);

    /// <summary>
    /// Writes the contributions of several students. A new word of a category contributes 0: such a student is explained by the trees
    /// without that feature, which have the same base value.
    /// </summary>
    /// <param name="rows">n × <see cref="FeatureCount"/>, row-major; NaN is a missing value.</param>
    /// <param name="contributions">n × <see cref="FeatureCount"/>, row-major; what is longer stays as it is.</param>
    /// <exception cref="ArgumentException">The rows are not whole, or there is not room for all contributions.</exception>
    public void ExplainMany(ReadOnlySpan<float> rows, Span<double> contributions)
    {
        RowLengths.Check(rows.Length, FeatureCount, contributions.Length / Math.Max(1, FeatureCount));
        ExplainKnown(rows, contributions);
        _ensemble.NewWords.Replace(rows, contributions, FeatureCount, (other, own, found) => other.Explainer.ExplainKnown(own, found));
    }

    private void ExplainKnown(ReadOnlySpan<float> rows, Span<double> contributions)
    {
        var blockCells = BlockRows * FeatureCount;
        for (var start = 0; start < rows.Length; start += blockCells)
        {
            var count = Math.Min(blockCells, rows.Length - start);
            _blocks.Value.Explain(rows.Slice(start, count), contributions.Slice(start, count));
        }

        _ensemble.Linear?.AddContributions(rows, contributions);
    }
}
