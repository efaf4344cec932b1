using System.Buffers;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Explains a block of rows at once by tables that leaves share: what a leaf contributes depends only on which of its steps a row takes, so
/// that it is computed once for all rows alike (Fast TreeSHAP v2, Yang 2021). Leaves without a table are computed row by row.
/// </summary>
internal sealed class BlockExplainer
{
    private const int MaxTableBytes = 32 * 1024 * 1024; // 500 trees of 20 leaves fit.
    private const int MaxEntries = 4096; // A path with more than twelve features has no table.
    private const double SmallestEffect = 1.0 / (1 << 30); // What is smaller is left over from rounding.

    private readonly ThresholdBins[] _bins;
    private readonly LeafShapley _shapley;
    private readonly List<LeafTable> _tables = [];
    private readonly List<LeafPath> _withoutTable = [];

    public BlockExplainer(TreeEnsemble ensemble, int maxTableBytes = MaxTableBytes)
    {
        (_bins, _shapley) = (ensemble.Bins, new LeafShapley(ensemble.FeatureCount));
        var paths = LeafPath.Of(ensemble);
        BaseValue = paths.Aggregate(ensemble.Bias, (sum, path) => sum + path.Mean);
        var bytes = 0L;
        foreach (var table in LeafTable.Of(paths, _bins.Length).OrderBy(table => table.Entries))
        {
            bytes += table.Bytes;
            if (table.Entries <= MaxEntries && bytes <= maxTableBytes)
            {
                table.Fill(_shapley);
                _tables.Add(table);
            }
            else
            {
                _withoutTable.AddRange(table.Leaves);
            }
        }
    }

    /// <summary>Mean raw score of the trees over the training rows.</summary>
    public double BaseValue { get; }

    /// <summary>Writes the contributions of the rows; both are row-major.</summary>
    public void Explain(ReadOnlySpan<float> rows, Span<double> contributions)
    {
        var (features, count) = (_bins.Length, rows.Length / _bins.Length);
        var entries = ArrayPool<uint>.Shared.Rent(count);
        var bins = Array.ConvertAll(_bins, _ => ArrayPool<int>.Shared.Rent(count));
        var sums = Array.ConvertAll(_bins, _ => ArrayPool<double>.Shared.Rent(count));
        for (var feature = 0; feature < features; feature++)
        {
            _bins[feature].Find(rows[feature..], features, bins[feature]);
            Array.Clear(sums[feature], 0, count);
        }

        _tables.ForEach(table => table.AddTo(bins, entries.AsSpan(0, count), sums));
        _withoutTable.ForEach(leaf => _shapley.Add(leaf, bins, sums, count));
        for (var feature = 0; feature < features; feature++)
        {
            for (var row = 0; row < count; row++)
            {
                contributions[(row * features) + feature] = Math.Round(sums[feature][row] / SmallestEffect) * SmallestEffect;
            }
        }

        ArrayPool<uint>.Shared.Return(entries);
        Array.ForEach(bins, column => ArrayPool<int>.Shared.Return(column));
        Array.ForEach(sums, column => ArrayPool<double>.Shared.Return(column));
    }
}
