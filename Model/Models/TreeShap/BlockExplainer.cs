using System.Buffers;
using System.Runtime.InteropServices;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Explains a block of rows at once: their bins decide, group of leaves by group of leaves, which entry of its table holds what the leaves
/// contribute to each feature. Leaves that have no table are computed row by row.
/// </summary>
internal sealed class BlockExplainer
{
    private const int MaxTableBytes = 16 * 1024 * 1024;

    // Whole vectors of bytes, up to the widest ones.
    private const int RowStep = 64;

    private readonly ThresholdBins[] _bins;
    private readonly BinColumns _columns;
    private readonly GaussLegendre[] _points;
    private readonly FeaturePlaces _places;
    private readonly PathConditions _conditions;
    private readonly ShapleyTables _tables;
    private readonly LeafPath[] _withoutTable;

    /// <param name="maxTableBytes">What all tables take at most; the leaves of which they have no room are computed row by row.</param>
    public BlockExplainer(TreeEnsemble ensemble, int maxTableBytes = MaxTableBytes)
    {
        _bins = ThresholdBins.Of(ensemble.FeatureCount, ensemble.Trees);
        _columns = new BinColumns(_bins);
        var trees = ensemble.Trees.Select(tree => LeafPath.Of(tree, _bins)).ToArray();
        var paths = trees.SelectMany(leaves => leaves).ToArray();
        BaseValue = ensemble.Bias + paths.Sum(path => path.Steps.Aggregate(path.Value, (product, step) => product * step.Share));
        var longest = paths.Select(path => path.Steps.Length).DefaultIfEmpty().Max();
        _points = [.. Enumerable.Range(0, longest + 1).Select(steps => new GaussLegendre(Math.Max(0, steps - 1)))];
        _places = new FeaturePlaces(paths, _bins.Length);
        var groups = LeafGroup.Cut(trees, _places, maxTableBytes);
        var tabled = groups.SelectMany(group => group.Leaves).ToHashSet(ReferenceEqualityComparer.Instance);
        _withoutTable = [.. paths.Where(path => !tabled.Contains(path))];
        _conditions = new PathConditions(groups, _columns);
        _tables = new ShapleyTables(groups, _places, _points);
    }

    public double BaseValue { get; }

    /// <summary>Writes the contributions of the rows; both are row-major.</summary>
    public void Explain(ReadOnlySpan<float> rows, Span<double> contributions)
    {
        var count = rows.Length / _bins.Length;
        var height = (count + RowStep - 1) / RowStep * RowStep;
        var bytes = ArrayPool<byte>.Shared.Rent(height * (_columns.Count + ShapleyTables.MaxBatchBytes));
        var words = ArrayPool<long>.Shared.Rent(count * _tables.RowWords);
        var bins = MemoryMarshal.Cast<byte, sbyte>(bytes.AsSpan(0, height * _columns.Count));
        var entries = bytes.AsSpan(height * _columns.Count, height * ShapleyTables.MaxBatchBytes);
        var sums = words.AsSpan(0, count * _tables.RowWords);
        _columns.Write(rows, bins, height);
        contributions.Clear();
        sums.Clear();
        foreach (var batch in _tables.Batches)
        {
            for (var index = 0; index < batch.ByteCount; index++)
            {
                var numbers = MemoryMarshal.Cast<byte, sbyte>(entries.Slice(index * height, height));
                _conditions.FindEntries(batch.FirstByte + index, bins, numbers);
            }

            BlockSums.Add(batch, _tables.Cells, entries, height, sums);
            if (batch.EndsSum)
            {
                AddContributions(sums, contributions);
                sums.Clear();
            }
        }

        for (var row = 0; row < rows.Length; row += _bins.Length)
        {
            AddLeavesWithoutTable(rows.Slice(row, _bins.Length), contributions.Slice(row, _bins.Length));
        }

        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<long>.Shared.Return(words);
    }

    private void AddContributions(ReadOnlySpan<long> sums, Span<double> contributions)
    {
        var features = _places.Features;
        var count = contributions.Length / _bins.Length;
        for (var row = 0; row < count; row++)
        {
            var student = contributions.Slice(row * _bins.Length, _bins.Length);
            for (var place = 0; place < features.Length; place += 2)
            {
                var pair = (place / ShapleyTables.QuadFeatures * count) + row;
                var word = sums[(pair * ShapleyTables.QuadWords) + (place / 2 % ShapleyTables.QuadWords)];
                var lower = (int)word;
                student[features[place]] += lower * _tables.Unit;
                if (place + 1 < features.Length)
                {
                    student[features[place + 1]] += (int)((word - lower) >> 32) * _tables.Unit;
                }
            }
        }
    }

    private void AddLeavesWithoutTable(ReadOnlySpan<float> row, Span<double> contributions)
    {
        var most = _points.Length;
        var (taken, values) = (ArrayPool<double>.Shared.Rent(most), ArrayPool<double>.Shared.Rent(most));
        foreach (var path in _withoutTable)
        {
            var steps = path.Steps;
            for (var step = 0; step < steps.Length; step++)
            {
                taken[step] = steps[step].Includes(_bins[steps[step].Feature].Find(row[steps[step].Feature])) ? 1 : 0;
            }

            LeafShapley.Write(path, taken, _points[steps.Length], values.AsSpan(0, steps.Length));
            for (var step = 0; step < steps.Length; step++)
            {
                contributions[steps[step].Feature] += values[step];
            }
        }

        ArrayPool<double>.Shared.Return(taken);
        ArrayPool<double>.Shared.Return(values);
    }
}
