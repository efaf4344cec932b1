using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>Adds, for each row of a block, the entries of many tables to the sums of four features.</summary>
internal static class BlockSums
{
    private const int TablesAtOnce = 4;

    /// <summary>Adds what the tables of a batch hold for each row.</summary>
    /// <param name="entries">The entry numbers: byte by byte of the batch, one per row.</param>
    /// <param name="height">From one byte of an entry number to the next.</param>
    /// <param name="sums">Four features after four: two words per row.</param>
    public static void Add(TableBatch batch, long[] cells, ReadOnlySpan<byte> entries, int height, Span<long> sums)
    {
        var words = sums.Length / Math.Max(1, batch.LookUps.Length);
        for (var quad = 0; quad < batch.LookUps.Length; quad++)
        {
            ReadOnlySpan<TableLookUp> lookUps = CollectionsMarshal.AsSpan(batch.LookUps[quad]);
            var ofQuad = sums.Slice(quad * words, words);
            for (; lookUps.Length >= TablesAtOnce && !lookUps[TablesAtOnce - 1].IsWide; lookUps = lookUps[TablesAtOnce..])
            {
                AddFour(lookUps, cells, entries, height, ofQuad);
            }

            foreach (var lookUp in lookUps)
            {
                AddOne(lookUp, cells, entries, height, ofQuad);
            }
        }
    }

    /// <summary>Four tables at once: each sum is fetched and put back once for all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(ReadOnlySpan<TableLookUp> lookUps, long[] cells, ReadOnlySpan<byte> entries, int height, Span<long> sums)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(cells);
        ref var table0 = ref Unsafe.Add(ref first, lookUps[0].FirstCell);
        ref var table1 = ref Unsafe.Add(ref first, lookUps[1].FirstCell);
        ref var table2 = ref Unsafe.Add(ref first, lookUps[2].FirstCell);
        ref var table3 = ref Unsafe.Add(ref first, lookUps[3].FirstCell);
        ref var entry = ref MemoryMarshal.GetReference(entries);
        ref var entry0 = ref Unsafe.Add(ref entry, lookUps[0].Byte * height);
        ref var entry1 = ref Unsafe.Add(ref entry, lookUps[1].Byte * height);
        ref var entry2 = ref Unsafe.Add(ref entry, lookUps[2].Byte * height);
        ref var entry3 = ref Unsafe.Add(ref entry, lookUps[3].Byte * height);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var count = (nuint)sums.Length / ShapleyTables.QuadWords;
        for (nuint row = 0; row < count; row++)
        {
            var at0 = (nuint)Unsafe.Add(ref entry0, row) * ShapleyTables.QuadWords;
            var at1 = (nuint)Unsafe.Add(ref entry1, row) * ShapleyTables.QuadWords;
            var at2 = (nuint)Unsafe.Add(ref entry2, row) * ShapleyTables.QuadWords;
            var at3 = (nuint)Unsafe.Add(ref entry3, row) * ShapleyTables.QuadWords;
            if (Vector128.IsHardwareAccelerated)
            {
                var words = Vector128.LoadUnsafe(ref table0, at0) + Vector128.LoadUnsafe(ref table1, at1)
                    + Vector128.LoadUnsafe(ref table2, at2) + Vector128.LoadUnsafe(ref table3, at3);
                (words + Vector128.LoadUnsafe(ref sum, row * ShapleyTables.QuadWords)).StoreUnsafe(ref sum, row * ShapleyTables.QuadWords);
            }
            else
            {
                ref var low = ref Unsafe.Add(ref sum, row * ShapleyTables.QuadWords);
                ref var high = ref Unsafe.Add(ref low, 1);
                low += Unsafe.Add(ref table0, at0) + Unsafe.Add(ref table1, at1)
                    + Unsafe.Add(ref table2, at2) + Unsafe.Add(ref table3, at3);
                high += Unsafe.Add(ref table0, at0 + 1) + Unsafe.Add(ref table1, at1 + 1)
                    + Unsafe.Add(ref table2, at2 + 1) + Unsafe.Add(ref table3, at3 + 1);
            }
        }
    }

    private static void AddOne(TableLookUp lookUp, long[] cells, ReadOnlySpan<byte> entries, int height, Span<long> sums)
    {
        var numbers = entries.Slice(lookUp.Byte * height, height * (lookUp.IsWide ? 2 : 1));
        for (var row = 0; row < sums.Length / ShapleyTables.QuadWords; row++)
        {
            var entry = lookUp.IsWide ? numbers[row] + (numbers[height + row] * LeafGroup.MaxShared) : numbers[row];
            var cell = lookUp.FirstCell + (entry * ShapleyTables.QuadWords);
            sums[row * ShapleyTables.QuadWords] += cells[cell];
            sums[(row * ShapleyTables.QuadWords) + 1] += cells[cell + 1];
        }
    }
}
