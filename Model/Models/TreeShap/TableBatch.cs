using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>Some groups of leaves, whose tables are added to the sums of a block of rows one after another.</summary>
internal sealed class TableBatch(int featureCount)
{
    /// <summary>Columns of offsets: of up to 31 groups, and the last one of zeros.</summary>
    public const int Columns = 32;

    // Each sum is fetched and put back once for so many tables.
    private const int AtOnce = 4;

    private readonly List<PathConditions> _conditions = [];
    private readonly List<(int Group, int FirstCell)>[] _tables =
        Array.ConvertAll(new bool[CountChunks(featureCount)], _ => new List<(int Group, int FirstCell)>());

    /// <summary>Features whose cells stand side by side: one vector.</summary>
    public static int Lanes
    {
        // Apart: code that asks for it cannot be compiled ahead.
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => Vector<int>.Count;
    }

    /// <summary>Whether 32 bits might not hold the sums of this batch and the next one.</summary>
    public bool EndsSum { get; set; }

    public bool IsFull => _conditions.Count == Columns - 1;

    public static int CountChunks(int featureCount) => (featureCount + Lanes - 1) / Lanes;

    /// <summary>Adds a group.</summary>
    /// <param name="firstCell">Where its tables start; there is one for each chunk of features.</param>
    public void Add(LeafGroup group, int firstCell)
    {
        foreach (var chunk in group.Chunks(Lanes))
        {
            _tables[chunk].Add((_conditions.Count, firstCell));
            firstCell += group.Entries * Lanes;
        }

        _conditions.Add(new PathConditions(group, Lanes));
    }

    /// <summary>Adds what the tables hold for each row.</summary>
    /// <param name="bins">Features × height.</param>
    /// <param name="offsets"><see cref="Columns"/> × height, for this batch alone.</param>
    /// <param name="sums">Chunks of features × rows × lanes.</param>
    public void AddTo(Span<int> sums, int rows, int[] cells, ReadOnlySpan<short> bins, Span<short> offsets)
    {
        var height = offsets.Length / Columns;
        for (var group = 0; group < _conditions.Count; group++)
        {
            _conditions[group].FindOffsets(bins, offsets.Slice(group * height, height));
        }

        offsets[^height..].Clear();
        for (var chunk = 0; chunk < _tables.Length; chunk++)
        {
            for (var first = 0; first < _tables[chunk].Count; first += AtOnce)
            {
                AddFour(sums.Slice(chunk * rows * Lanes, rows * Lanes), _tables[chunk], first, cells, offsets, height);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(
        Span<int> sums, List<(int Group, int FirstCell)> tables, int first, int[] cells, ReadOnlySpan<short> offsets, int height)
    {
        ref var cell = ref MemoryMarshal.GetArrayDataReference(cells);
        ref var offset = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<short, ushort>(offsets));
        var (table0, table1, table2, table3) = (tables[first], At(tables, first + 1), At(tables, first + 2), At(tables, first + 3));
        ref var cell0 = ref Unsafe.Add(ref cell, table0.FirstCell);
        ref var cell1 = ref Unsafe.Add(ref cell, table1.FirstCell);
        ref var cell2 = ref Unsafe.Add(ref cell, table2.FirstCell);
        ref var cell3 = ref Unsafe.Add(ref cell, table3.FirstCell);
        ref var offset0 = ref Unsafe.Add(ref offset, table0.Group * height);
        ref var offset1 = ref Unsafe.Add(ref offset, table1.Group * height);
        ref var offset2 = ref Unsafe.Add(ref offset, table2.Group * height);
        ref var offset3 = ref Unsafe.Add(ref offset, table3.Group * height);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var rows = (nuint)(sums.Length / Vector<int>.Count);
        for (nuint row = 0; row < rows; row++, sum = ref Unsafe.Add(ref sum, Vector<int>.Count))
        {
            nuint at0 = Unsafe.Add(ref offset0, row), at1 = Unsafe.Add(ref offset1, row);
            nuint at2 = Unsafe.Add(ref offset2, row), at3 = Unsafe.Add(ref offset3, row);
            if (Vector.IsHardwareAccelerated)
            {
                var added = Vector.LoadUnsafe(ref cell0, at0) + Vector.LoadUnsafe(ref cell1, at1)
                    + (Vector.LoadUnsafe(ref cell2, at2) + Vector.LoadUnsafe(ref cell3, at3));
                (Vector.LoadUnsafe(ref sum) + added).StoreUnsafe(ref sum);
                continue;
            }

            for (nuint lane = 0; lane < (nuint)Vector<int>.Count; lane++)
            {
                Unsafe.Add(ref sum, lane) += Unsafe.Add(ref cell0, at0 + lane) + Unsafe.Add(ref cell1, at1 + lane)
                    + Unsafe.Add(ref cell2, at2 + lane) + Unsafe.Add(ref cell3, at3 + lane);
            }
        }
    }

    /// <summary>Behind the last table comes one of zeros.</summary>
    private static (int Group, int FirstCell) At(List<(int Group, int FirstCell)> tables, int index) =>
        index < tables.Count ? tables[index] : (Columns - 1, 0);
}
