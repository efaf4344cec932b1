using System.Buffers;
using System.Runtime.InteropServices;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Explains a block of rows at once: their bins decide, group of leaves by group of leaves, which entry of its table holds what the leaves
/// contribute to each feature. Leaves without a table are computed row by row.
/// </summary>
internal sealed class BlockExplainer
{
    private const int MaxTableBytes = 16 * 1024 * 1024;
    private const int CountedLanes = 8;

    // Whole vectors of 16-bit numbers, up to the widest ones.
    private const int RowStep = 32;

    private readonly ThresholdBins[] _bins;
    private readonly (double Node, double Weight)[][] _points;
    private readonly ShapleyTables _tables;
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

        _points = new (double Node, double Weight)[maxSteps + 1][];
        for (var steps = 0; steps <= maxSteps; steps++)
        {
            _points[steps] = LeafShapley.GaussLegendre((steps + 1) / 2);
        }

        _tables = new ShapleyTables(ChooseGroups(paths, maxTableBytes), _bins.Length, _points);
    }

    public double BaseValue { get; }

    /// <summary>Writes the contributions of the rows; both are row-major.</summary>
    public void Explain(ReadOnlySpan<float> rows, Span<double> contributions)
    {
        var count = rows.Length / _bins.Length;
        var height = (count + RowStep - 1) / RowStep * RowStep;
        var sumCount = count * TableBatch.CountChunks(_bins.Length) * TableBatch.Lanes;
        var numberCount = height * (_bins.Length + TableBatch.Columns);
        var rented = ArrayPool<byte>.Shared.Rent((sumCount * sizeof(int)) + (numberCount * sizeof(short)));
        var sums = MemoryMarshal.Cast<byte, int>(rented.AsSpan())[..sumCount];
        var numbers = MemoryMarshal.Cast<byte, short>(rented.AsSpan(sumCount * sizeof(int)));
        var bins = numbers[..(height * _bins.Length)];
        var offsets = numbers[bins.Length..numberCount];
        for (var feature = 0; feature < _bins.Length; feature++)
        {
            _bins[feature].Find(rows[feature..], _bins.Length, bins.Slice(feature * height, height));
        }

        contributions.Clear();
        sums.Clear();
        foreach (var batch in _tables.Batches)
        {
            batch.AddTo(sums, count, _tables.Cells, bins, offsets);
            if (batch.EndsSum)
            {
                AddContributions(sums, contributions);
                sums.Clear();
            }
        }

        AddLeavesWithoutTable(rows, contributions);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>The groups that get a table; the leaves of the others are remembered.</summary>
    private List<LeafGroup> ChooseGroups(List<LeafPath> paths, long maxBytes)
    {
        var (groups, bytes) = (new List<LeafGroup>(), 0L);
        foreach (var group in LeafGroup.Cut(paths).OrderBy(group => group.Entries))
        {
            // As for one width of vectors everywhere: which leaves have a table must not depend on the processor.
            bytes += (long)group.Entries * group.Chunks(CountedLanes).Count * CountedLanes * sizeof(int);
            if (group.HasTable && bytes <= maxBytes)
            {
                groups.Add(group);
            }
            else
            {
                _withoutTable.AddRange(group.Leaves);
            }
        }

        return groups;
    }

    private void AddContributions(ReadOnlySpan<int> sums, Span<double> contributions)
    {
        var (features, lanes) = (_bins.Length, TableBatch.Lanes);
        var rows = contributions.Length / features;
        for (var feature = 0; feature < features; feature++)
        {
            var sum = (feature / lanes * lanes * rows) + (feature % lanes);
            for (var cell = feature; cell < contributions.Length; cell += features, sum += lanes)
            {
                contributions[cell] += sums[sum] * _tables.Unit;
            }
        }
    }

    private void AddLeavesWithoutTable(ReadOnlySpan<float> rows, Span<double> contributions)
    {
        var (taken, values) = (new bool[_points.Length], new double[_points.Length]);
        foreach (var path in _withoutTable)
        {
            for (var row = 0; row < rows.Length; row += _bins.Length)
            {
                for (var step = 0; step < path.Steps.Length; step++)
                {
                    var feature = path.Steps[step].Feature;
                    taken[step] = path.Steps[step].Includes(_bins[feature].Find(rows[row + feature]));
                }

                LeafShapley.Write(path, taken, _points[path.Steps.Length], values.AsSpan(0, path.Steps.Length));
                for (var step = 0; step < path.Steps.Length; step++)
                {
                    contributions[row + path.Steps[step].Feature] += values[step];
                }
            }
        }
    }
}
