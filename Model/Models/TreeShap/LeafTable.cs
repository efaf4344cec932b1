using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// What some leaves contribute to any row. Their steps cut the bins of each feature into stretches; the table has an entry for each
/// combination of stretches, and that of the first feature is the lowest digit of an entry's number.
/// </summary>
internal sealed class LeafTable(int featureCount)
{
    // Entries of a table of several leaves: a column of it fits the first cache.
    private const int MaxShared = 512;
    private static readonly int[] Whole = [0];

    // By feature: the first bin of each stretch, ascending from 0.
    private int[][] _starts = Array.ConvertAll(new int[featureCount], _ => Whole);

    // Once filled: features that the leaves ask for, and by feature a cell for each entry.
    private readonly List<int> _features = [];
    private readonly double[][] _columns = new double[featureCount][];

    public List<LeafPath> Leaves { get; } = [];

    /// <summary><see cref="int.MaxValue"/> stands for any larger number.</summary>
    public int Entries { get; private set; }

    public long Bytes => (long)Entries * Array.FindAll(_starts, starts => starts.Length > 1).Length * sizeof(double);

    /// <summary>Shares tables out to leaves, in their order. Neighbours should ask for the same features.</summary>
    public static List<LeafTable> Of(List<LeafPath> leaves, int featureCount)
    {
        var tables = new List<LeafTable> { new(featureCount) };
        foreach (var leaf in leaves)
        {
            while (!tables[^1].TryAdd(leaf))
            {
                tables.Add(new LeafTable(featureCount));
            }
        }

        return tables;
    }

    /// <summary>Computes what the leaves contribute to a row of each entry.</summary>
    public void Fill(LeafShapley shapley)
    {
        var (bins, stride) = (new int[featureCount][], 1);
        for (var feature = 0; feature < featureCount; stride *= _starts[feature++].Length)
        {
            if (_starts[feature].Length > 1)
            {
                _features.Add(feature);
                (bins[feature], _columns[feature]) = (new int[Entries], new double[Entries]);
                for (var entry = 0; entry < Entries; entry++)
                {
                    bins[feature][entry] = _starts[feature][entry / stride % _starts[feature].Length];
                }
            }
        }

        Leaves.ForEach(leaf => shapley.Add(leaf, bins, _columns, Entries));
    }

    /// <summary>Adds what the leaves contribute to each row; bins and sums are features × rows.</summary>
    /// <param name="entries">A number for each row, for this table alone.</param>
    public void AddTo(int[][] bins, Span<uint> entries, double[][] sums)
    {
        entries.Clear();
        var stride = 1;
        foreach (var feature in _features)
        {
            foreach (var start in _starts[feature].AsSpan(1))
            {
                AddFrom(start, stride, bins[feature], entries);
            }

            stride *= _starts[feature].Length;
        }

        foreach (var feature in _features)
        {
            AddColumn(_columns[feature], entries, sums[feature]);
        }
    }

    private bool TryAdd(LeafPath leaf)
    {
        var starts = (int[][])_starts.Clone();
        Array.ForEach(leaf.Steps, step => starts[step.Feature] = With(With(starts[step.Feature], step.Start), step.End));
        var entries = starts.Aggregate(1, (product, ofFeature) => (int)Math.Min((long)product * ofFeature.Length, int.MaxValue));
        if (entries > MaxShared && Leaves.Count > 0)
        {
            return false;
        }

        (_starts, Entries) = (starts, entries);
        Leaves.Add(leaf);
        return true;
    }

    private static int[] With(int[] starts, int bin)
    {
        var place = ~Array.BinarySearch(starts, bin);
        return place < 0 || bin == int.MaxValue ? starts : [.. starts[..place], bin, .. starts[place..]];
    }

    /// <summary>Adds a digit, without a branch, to the entries of the rows whose bin is at least a start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFrom(int start, int digit, ReadOnlySpan<int> bins, Span<uint> entries)
    {
        var vectors = MemoryMarshal.Cast<uint, Vector<int>>(Vector.IsHardwareAccelerated ? entries : []);
        var binVectors = MemoryMarshal.Cast<int, Vector<int>>(bins);
        for (var place = 0; place < vectors.Length; place++)
        {
            vectors[place] += Vector.GreaterThanOrEqual(binVectors[place], new Vector<int>(start)) & new Vector<int>(digit);
        }

        for (var row = vectors.Length * Vector<int>.Count; row < entries.Length; row++)
        {
            entries[row] += (uint)(digit & ~((bins[row] - start) >> 31));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddColumn(ReadOnlySpan<double> cells, ReadOnlySpan<uint> entries, Span<double> sums)
    {
        // Without asking: entries are within the table, and each row has its sum.
        ref var cell = ref MemoryMarshal.GetReference(cells);
        ref var entry = ref MemoryMarshal.GetReference(entries);
        var vectors = MemoryMarshal.Cast<double, Vector256<double>>(Vector256.IsHardwareAccelerated ? sums[..entries.Length] : []);
        for (var place = 0; place < vectors.Length; place++)
        {
            var (first, second) = (Unsafe.Add(ref cell, entry), Unsafe.Add(ref cell, Unsafe.Add(ref entry, 1)));
            var (third, fourth) = (Unsafe.Add(ref cell, Unsafe.Add(ref entry, 2)), Unsafe.Add(ref cell, Unsafe.Add(ref entry, 3)));
            vectors[place] += Vector256.Create(first, second, third, fourth);
            entry = ref Unsafe.Add(ref entry, 4);
        }

        for (var row = vectors.Length * 4; row < entries.Length; row++)
        {
            sums[row] += cells[(int)entries[row]];
        }
    }
}
