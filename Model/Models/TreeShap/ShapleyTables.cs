namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// The tables of all leaf groups in fixed point. Whole numbers add up to the same in any order, so that a contribution is the same
/// whatever the width of the processor's vectors.
/// </summary>
internal sealed class ShapleyTables
{
    /// <summary>Features whose sums are side by side: two to a <see cref="long"/>, the second one 32 bits up.</summary>
    public const int QuadFeatures = 4;

    public const int QuadWords = 2;

    /// <summary>Bytes of the entry numbers of a batch, per row.</summary>
    public const int MaxBatchBytes = 64;

    // The rounding of a thousand tables stays below 1e-6.
    private const int FinestUnit = -27;

    private readonly FeaturePlaces _places;
    private readonly long[] _lows;
    private readonly long[] _highs;

    /// <param name="groups">Those of up to 256 entries first.</param>
    public ShapleyTables(LeafGroup[] groups, FeaturePlaces places, GaussLegendre[] points)
    {
        _places = places;
        _lows = new long[places.Features.Length];
        _highs = new long[places.Features.Length];

        // No entry exceeds what the leaves of its group add up to: 31 bits hold it.
        var largest = groups.Select(group => group.Leaves.Sum(leaf => Math.Abs(leaf.Value))).Append(1).Max();
        Unit = Math.ScaleB(1, Math.Max(FinestUnit, (int)Math.Ceiling(Math.Log2(largest / int.MaxValue))));
        Cells = GC.AllocateUninitializedArray<long>((int)groups.Sum(group => CountCells(group, places)));
        var (firstByte, firstCell) = (0, 0);
        var table = new ShapleyTable(points);
        foreach (var group in groups)
        {
            Add(group, firstByte, firstCell, table.Compute(group));
            firstByte += group.IndexBytes;
            firstCell += (int)CountCells(group, places);
        }

        Batches.ForEach(batch => batch.EndsSum |= batch == Batches[^1]);
    }

    /// <summary>What the whole number 1 stands for.</summary>
    public double Unit { get; }

    public long[] Cells { get; }

    /// <summary>Words of the sums of one row.</summary>
    public int RowWords => _places.QuadCount * QuadWords;

    public List<TableBatch> Batches { get; } = [];

    /// <summary>Cells that the table of a group takes: some for each four features of which it holds one.</summary>
    public static long CountCells(LeafGroup group, FeaturePlaces places) => (long)group.Entries * group.QuadsOf(places).Length * QuadWords;

    /// <param name="table">Entries × features of the group.</param>
    private void Add(LeafGroup group, int firstByte, int firstCell, ReadOnlySpan<double> table)
    {
        AddBounds(group, table);
        var fits = Array.TrueForAll(_lows, low => low >= int.MinValue) && Array.TrueForAll(_highs, high => high <= int.MaxValue);
        if (!fits)
        {
            Batches[^1].EndsSum = true;
            Array.Clear(_lows);
            Array.Clear(_highs);
            AddBounds(group, table);
        }

        if (!fits || Batches.Count == 0 || Batches[^1].ByteCount + group.IndexBytes > MaxBatchBytes)
        {
            Batches.Add(new TableBatch(firstByte, _places.QuadCount));
        }

        foreach (var quad in group.QuadsOf(_places))
        {
            var cells = Cells.AsSpan(firstCell, group.Entries * QuadWords);
            Pack(group, quad, table, cells);
            Batches[^1].LookUps[quad].Add(new TableLookUp(Batches[^1].ByteCount, firstCell, group.IndexBytes > 1));
            firstCell += cells.Length;
        }

        Batches[^1].ByteCount += group.IndexBytes;
    }

    private void AddBounds(LeafGroup group, ReadOnlySpan<double> table)
    {
        for (var column = 0; column < group.Features.Length; column++)
        {
            var (low, high) = (0L, 0L);
            for (var cell = column; cell < table.Length; cell += group.Features.Length)
            {
                var value = ToFixed(table[cell]);
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }

            _lows[_places.Of(group.Features[column].Feature)] += low;
            _highs[_places.Of(group.Features[column].Feature)] += high;
        }
    }

    private long ToFixed(double value) => (long)Math.Round(value / Unit);

    private void Pack(LeafGroup group, int quad, ReadOnlySpan<double> table, Span<long> cells)
    {
        cells.Clear();
        for (var column = 0; column < group.Features.Length; column++)
        {
            var (itsQuad, place) = Math.DivRem(_places.Of(group.Features[column].Feature), QuadFeatures);
            for (var entry = 0; entry < group.Entries && itsQuad == quad; entry++)
            {
                // Added, not joined: a negative lower half takes one from the upper half, which whoever divides the sums gives back.
                cells[(entry * QuadWords) + (place / 2)] += ToFixed(table[(entry * group.Features.Length) + column]) << (place % 2 * 32);
            }
        }
    }
}

/// <summary>Groups whose entry numbers are held at once.</summary>
/// <param name="firstByte">The first of their bytes in <see cref="PathConditions"/>.</param>
internal sealed class TableBatch(int firstByte, int quads)
{
    public int FirstByte { get; } = firstByte;

    public int ByteCount { get; set; }

    /// <summary>Whether 32 bits might not hold the sums of this batch and the next one.</summary>
    public bool EndsSum { get; set; }

    /// <summary>By four features: the tables that hold one of them, those of up to 256 entries first.</summary>
    public List<TableLookUp>[] LookUps { get; } = [.. Enumerable.Range(0, quads).Select(_ => new List<TableLookUp>())];
}

/// <summary>A table: which byte of its batch is the entry number, and whether the next byte belongs to it too.</summary>
internal readonly record struct TableLookUp(int Byte, int FirstCell, bool IsWide);
