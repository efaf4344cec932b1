using System.Buffers;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Explains a block of rows at once by tables that leaves share: what a leaf contributes depends only on which of its steps a row takes, so
/// that each pattern is computed once (Fast TreeSHAP v2, Yang 2021). Leaves without a table are computed row by row.
/// </summary>
internal sealed class BlockExplainer
{
    // 500 trees of 20 leaves fit.
    private const int MaxTableBytes = 32 * 1024 * 1024;

    private readonly ThresholdBins[] _bins;
    private readonly LeafShapley _shapley;
    private readonly TableQuad[] _quads;
    private readonly List<LeafPath> _withoutTable = [];

    /// <param name="maxTableBytes">Of all tables: the smallest ones come first.</param>
    public BlockExplainer(TreeEnsemble ensemble, int maxTableBytes = MaxTableBytes)
    {
        _bins = ensemble.Bins;
        var paths = LeafPath.Of(ensemble);
        (BaseValue, var maxSteps) = (ensemble.Bias, 0);

        // Loops, as in ThresholdBins: queries over numbers would be compiled at each start.
        foreach (var path in paths)
        {
            BaseValue += path.Mean;
            maxSteps = Math.Max(maxSteps, path.Steps.Length);
        }

        _shapley = new LeafShapley(maxSteps);
        var groups = ChooseGroups(paths, maxTableBytes);

        // Roundings add up with the root of the number of tables: to some 1e-7 over a thousand. Of more tables the unit is finer.
        var finestUnit = groups.Count > 1000 ? -27 : -26;
        _quads =
        [
            .. groups.OrderBy(group => group.FindChunks(), StringComparer.Ordinal).Chunk(TableQuad.Groups)
                .Select(four => new TableQuad(four, _shapley, finestUnit)),
        ];
    }

    /// <summary>Mean raw score of the trees over the training rows.</summary>
    public double BaseValue { get; }

    /// <summary>Writes the contributions of the rows; both are row-major.</summary>
    public void Explain(ReadOnlySpan<float> rows, Span<double> contributions)
    {
        var (features, count) = (_bins.Length, rows.Length / _bins.Length);
        var sumCount = (features + TableQuad.Lanes - 1) / TableQuad.Lanes * TableQuad.Lanes * count;
        var rentedSums = ArrayPool<int>.Shared.Rent(sumCount);
        var rentedNumbers = ArrayPool<short>.Shared.Rent((features + TableQuad.Groups) * count);
        var bins = rentedNumbers.AsSpan(0, features * count);
        var offsets = rentedNumbers.AsSpan(features * count, TableQuad.Groups * count);
        for (var feature = 0; feature < features; feature++)
        {
            _bins[feature].Find(rows[feature..], features, bins.Slice(feature * count, count));
        }

        contributions.Clear();
        AddTables(bins, offsets, rentedSums.AsSpan(0, sumCount), contributions);
        AddLeavesWithoutTable(rows, contributions);
        ArrayPool<int>.Shared.Return(rentedSums);
        ArrayPool<short>.Shared.Return(rentedNumbers);
    }

    /// <summary>The groups that get a table; the leaves of the others are remembered.</summary>
    private List<LeafGroup> ChooseGroups(List<LeafPath> paths, int maxBytes)
    {
        var (chosen, bytes) = (new List<LeafGroup>(), 0L);
        foreach (var group in LeafGroup.Cut(paths, _bins.Length).OrderBy(group => group.Entries))
        {
            bytes += (long)group.Entries * group.FindChunks().Length * TableQuad.Lanes * sizeof(int);
            if (group.HasTable && bytes <= maxBytes)
            {
                chosen.Add(group);
            }
            else
            {
                _withoutTable.AddRange(group.Leaves);
            }
        }

        return chosen;
    }

    private void AddTables(ReadOnlySpan<short> bins, Span<short> offsets, Span<int> sums, Span<double> contributions)
    {
        sums.Clear();
        var (unit, largest) = (_quads.Length > 0 ? _quads[0].Unit : 1, 0L);
        foreach (var quad in _quads)
        {
            // 32 bits hold the sums of so many quads.
            if (quad.Unit != unit || largest + quad.LargestSum > int.MaxValue)
            {
                MoveSums(sums, unit, contributions);
                (unit, largest) = (quad.Unit, 0);
            }

            largest += quad.LargestSum;
            quad.AddTo(sums, bins, offsets);
        }

        MoveSums(sums, unit, contributions);
    }

    private void MoveSums(Span<int> sums, double unit, Span<double> contributions)
    {
        const int lanes = TableQuad.Lanes;
        var (features, rows) = (_bins.Length, contributions.Length / _bins.Length);
        for (var feature = 0; feature < features; feature++)
        {
            var sum = (feature / lanes * lanes * rows) + (feature % lanes);
            for (var cell = feature; cell < contributions.Length; cell += features, sum += lanes)
            {
                contributions[cell] += sums[sum] * unit;
            }
        }

        sums.Clear();
    }

    private void AddLeavesWithoutTable(ReadOnlySpan<float> rows, Span<double> contributions)
    {
        foreach (var leaf in _withoutTable)
        {
            var taken = new bool[leaf.Steps.Length];
            for (var row = 0; row < rows.Length; row += _bins.Length)
            {
                for (var step = 0; step < taken.Length; step++)
                {
                    var feature = leaf.Steps[step].Feature;
                    taken[step] = leaf.Steps[step].Includes(_bins[feature].Find(rows[row + feature]));
                }

                _shapley.Add(leaf, taken, contributions[row..]);
            }
        }
    }
}
