using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// The tables of four groups of leaves, added to the sums of a block of rows together: each sum is fetched and put back once for them.
/// Cells are whole multiples of <see cref="Unit"/>: their sum is the same in any order, and without vectors.
/// </summary>
internal sealed class TableQuad
{
    public const int Groups = 4;

    /// <summary>Features whose cells stand side by side: a chunk.</summary>
    public const int Lanes = 8;

    private readonly List<(int Group, int Feature, short Bound, short Addend)> _tests = [];
    private readonly int[] _firstCells = new int[Groups];
    private readonly List<char> _chunks = [];

    // Chunks × groups × entries × lanes.
    private readonly int[] _cells;

    /// <param name="finestUnit">As a power of two.</param>
    public TableQuad(LeafGroup[] groups, LeafShapley shapley, int finestUnit)
    {
        var entries = 0;
        for (var group = 0; group < groups.Length; group++)
        {
            _firstCells[group] = entries * Lanes;
            entries += groups[group].Entries;
            AddTests(group, groups[group].Starts);
            _chunks.AddRange(groups[group].FindChunks().Except(_chunks));
        }

        // A group that is not there has one entry of zeros, behind the others.
        Array.Fill(_firstCells, entries * Lanes, groups.Length, Groups - groups.Length);
        _cells = new int[_chunks.Count * (entries + 1) * Lanes];
        Fill(groups, shapley, finestUnit);
    }

    /// <summary>What the whole number 1 stands for.</summary>
    public double Unit { get; private set; }

    /// <summary>In units, without its sign: no row's sum over the four tables exceeds it.</summary>
    public long LargestSum { get; private set; }

    private int CellsOfChunk => _cells.Length / _chunks.Count;

    /// <summary>Adds what the tables hold for each row.</summary>
    /// <param name="sums">Chunks of all features × rows × lanes.</param>
    /// <param name="bins">Features × rows.</param>
    /// <param name="offsets">Groups × rows, for this quad alone.</param>
    public void AddTo(Span<int> sums, ReadOnlySpan<short> bins, Span<short> offsets)
    {
        FindOffsets(bins, offsets);
        var length = offsets.Length / Groups * Lanes;
        for (var place = 0; place < _chunks.Count; place++)
        {
            AddChunk(_cells.AsSpan(place * CellsOfChunk), offsets, sums.Slice(_chunks[place] * length, length));
        }
    }

    /// <summary>A row's offset in a table is the sum of what its tests add, modulo 65 536.</summary>
    private void AddTests(int group, int[][] starts)
    {
        var stride = Lanes;
        for (var feature = 0; feature < starts.Length; stride *= starts[feature++].Length)
        {
            foreach (var start in starts[feature].AsSpan(1))
            {
                _tests.Add((group, feature, (short)(start - 1), (short)stride));
            }
        }
    }

    private void Fill(LeafGroup[] groups, LeafShapley shapley, int finestUnit)
    {
        var rented = ArrayPool<double>.Shared.Rent(_cells.Length);
        var cells = rented.AsSpan(0, _cells.Length);
        cells.Clear();
        var largest = 0.0;
        for (var group = 0; group < groups.Length; group++)
        {
            AddLeaves(groups[group], shapley, cells[_firstCells[group]..]);
            largest += FindLargest(cells[_firstCells[group]..], groups[group].Entries * Lanes);
        }

        // Of 31 bits one is left for what rounding adds.
        Unit = Math.ScaleB(1, (int)Math.Max(finestUnit, Math.Ceiling(Math.Log2(largest)) - 30));
        LargestSum = (long)(largest / Unit) + Groups;
        for (var cell = 0; cell < cells.Length; cell++)
        {
            _cells[cell] = (int)Math.Round(cells[cell] / Unit);
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    private void AddLeaves(LeafGroup group, LeafShapley shapley, Span<double> cells)
    {
        var features = group.Starts.Length;
        foreach (var leaf in group.Leaves)
        {
            var rented = ArrayPool<double>.Shared.Rent(features << leaf.Steps.Length);
            var values = rented.AsSpan(0, features << leaf.Steps.Length);
            values.Clear();
            shapley.AddByPattern(leaf, values);
            var patterns = group.PatternsByEntry(leaf);
            foreach (var feature in leaf.Steps.Select(step => step.Feature))
            {
                var cell = (_chunks.IndexOf((char)(feature / Lanes)) * CellsOfChunk) + (feature % Lanes);
                foreach (var pattern in patterns)
                {
                    cells[cell] += values[(pattern * features) + feature];
                    cell += Lanes;
                }
            }

            ArrayPool<double>.Shared.Return(rented);
        }
    }

    private double FindLargest(ReadOnlySpan<double> cells, int length)
    {
        var largest = 0.0;
        for (var place = 0; place < _chunks.Count; place++)
        {
            foreach (var cell in cells.Slice(place * CellsOfChunk, length))
            {
                largest = Math.Max(largest, Math.Abs(cell));
            }
        }

        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindOffsets(ReadOnlySpan<short> bins, Span<short> offsets)
    {
        var rows = offsets.Length / Groups;
        var vectors = Vector.IsHardwareAccelerated ? rows / Vector<short>.Count : 0;
        offsets.Clear();
        foreach (var (group, feature, bound, addend) in CollectionsMarshal.AsSpan(_tests))
        {
            var column = bins.Slice(feature * rows, rows);
            var sums = offsets.Slice(group * rows, rows);
            var columnVectors = MemoryMarshal.Cast<short, Vector<short>>(column);
            var sumVectors = MemoryMarshal.Cast<short, Vector<short>>(sums);
            var (bounds, addends) = (new Vector<short>(bound), new Vector<short>(addend));
            for (var place = 0; place < vectors; place++)
            {
                sumVectors[place] += Vector.GreaterThan(columnVectors[place], bounds) & addends;
            }

            for (var row = vectors * Vector<short>.Count; row < rows; row++)
            {
                // All bits where the bin exceeds the bound, without a branch.
                sums[row] += (short)(addend & ((bound - column[row]) >> 31));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddChunk(ReadOnlySpan<int> cells, ReadOnlySpan<short> offsets, Span<int> sums)
    {
        ref var cell = ref MemoryMarshal.GetReference(cells);
        ref var cell0 = ref Unsafe.Add(ref cell, _firstCells[0]);
        ref var cell1 = ref Unsafe.Add(ref cell, _firstCells[1]);
        ref var cell2 = ref Unsafe.Add(ref cell, _firstCells[2]);
        ref var cell3 = ref Unsafe.Add(ref cell, _firstCells[3]);
        ref var offset = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<short, ushort>(offsets));
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var rows = (nuint)(offsets.Length / Groups);
        for (nuint row = 0; row < rows; row++, offset = ref Unsafe.Add(ref offset, 1), sum = ref Unsafe.Add(ref sum, Lanes))
        {
            nuint at0 = offset, at1 = Unsafe.Add(ref offset, rows);
            nuint at2 = Unsafe.Add(ref offset, 2 * rows), at3 = Unsafe.Add(ref offset, 3 * rows);
            if (Vector128.IsHardwareAccelerated)
            {
                var added = Vector256.LoadUnsafe(ref cell0, at0) + Vector256.LoadUnsafe(ref cell1, at1)
                    + (Vector256.LoadUnsafe(ref cell2, at2) + Vector256.LoadUnsafe(ref cell3, at3));
                (Vector256.LoadUnsafe(ref sum) + added).StoreUnsafe(ref sum);
                continue;
            }

            for (nuint lane = 0; lane < Lanes; lane++)
            {
                Unsafe.Add(ref sum, lane) += Unsafe.Add(ref cell0, at0 + lane) + Unsafe.Add(ref cell1, at1 + lane)
                    + Unsafe.Add(ref cell2, at2 + lane) + Unsafe.Add(ref cell3, at3 + lane);
            }
        }
    }
}
