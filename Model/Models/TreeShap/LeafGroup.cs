namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Neighbouring leaves of a tree that share one table of Shapley values, with an entry for each combination of the ways of their features.
/// </summary>
/// <param name="Leaves">From left to right, at most 64.</param>
/// <param name="Features">The features that their paths ask for; the ways of the first are the lowest digit of an entry's number.</param>
internal sealed record LeafGroup(ArraySegment<LeafPath> Leaves, FeatureWays[] Features)
{
    /// <summary>Entries that one byte can tell apart: leaves share a table up to this.</summary>
    public const int MaxShared = 256;

    /// <summary>A path with more than twelve features has no table.</summary>
    public const int MaxEntries = 4096;

    /// <summary>Bits of <see cref="FeatureWays.Open"/>.</summary>
    public const int MaxLeaves = 64;

    // In look-ups of four features: what it costs to bring an entry to the cache, and to compare the bins of a row.
    private const double EntryCost = 0.002;
    private const double ComparisonCost = 0.06;

    /// <summary>Entries of the table, or more than <see cref="MaxEntries"/>.</summary>
    public int Entries { get; } = CountEntries(Features);

    /// <summary>Bytes of an entry's number.</summary>
    public int IndexBytes => Entries > MaxShared ? 2 : 1;

    /// <summary>Cuts the leaves of all trees into groups whose tables fit so many bytes; leaves that find no room are in no
    /// group.</summary>
    /// <returns>By entries, the fewest first.</returns>
    public static LeafGroup[] Cut(LeafPath[][] trees, FeaturePlaces places, long maxBytes)
    {
        for (var maxShared = MaxShared; ; maxShared /= 4)
        {
            var groups = trees.SelectMany(leaves => Cut(leaves, places, maxShared)).Where(group => group.Entries <= MaxEntries);
            var bytes = 0L;
            LeafGroup[] fitting =
            [
                .. groups.OrderBy(group => group.Entries)
                    .TakeWhile(group => (bytes += ShapleyTables.CountCells(group, places) * sizeof(long)) <= maxBytes),
            ];

            // Smaller tables hold the same leaves in less room, until each leaf has its own.
            if (bytes <= maxBytes || maxShared == 1)
            {
                return fitting;
            }
        }
    }

    /// <summary>Cuts the leaves of a tree into groups, from left to right: a leaf joins the one before it where that takes less
    /// work.</summary>
    /// <param name="places">By feature: its place in a row of sums.</param>
    /// <param name="maxShared">Entries that a table of several leaves has at most.</param>
    private static IEnumerable<LeafGroup> Cut(LeafPath[] leaves, FeaturePlaces places, int maxShared)
    {
        var group = Of(leaves, 0, 1);
        for (var end = 1; end < leaves.Length; end++)
        {
            var alone = Of(leaves, end, end + 1);
            var joined = group.Leaves.Count < MaxLeaves ? Of(leaves, group.Leaves.Offset, end + 1) : alone;
            if (joined.Entries > maxShared || joined.CostAt(places) > group.CostAt(places) + alone.CostAt(places))
            {
                joined = alone;
            }

            if (ReferenceEquals(joined, alone))
            {
                yield return group;
            }

            group = joined;
        }

        yield return group;
    }

    /// <summary>Which fours of places hold a feature of this group: ascending.</summary>
    public int[] QuadsOf(FeaturePlaces places)
    {
        var holds = new bool[places.QuadCount];
        foreach (var ways in Features)
        {
            holds[places.Of(ways.Feature) / ShapleyTables.QuadFeatures] = true;
        }

        var quads = new int[holds.AsSpan().Count(true)];
        for (var (quad, index) = (0, 0); quad < holds.Length; quad++)
        {
            if (holds[quad])
            {
                quads[index++] = quad;
            }
        }

        return quads;
    }

    private static LeafGroup Of(LeafPath[] leaves, int start, int end)
    {
        var group = new ArraySegment<LeafPath>(leaves, start, end - start);
        var features = new List<FeatureWays>();
        foreach (var leaf in group)
        {
            foreach (var step in leaf.Steps)
            {
                if (!features.Exists(ways => ways.Feature == step.Feature))
                {
                    features.Add(FeatureWays.Of(step.Feature, group));
                }
            }
        }

        return new LeafGroup(group, [.. features]);
    }

    private static int CountEntries(FeatureWays[] features)
    {
        var entries = 1;
        foreach (var ways in features)
        {
            entries = Math.Min(entries * ways.Open.Length, MaxEntries + 1);
        }

        return entries;
    }

    private double CostAt(FeaturePlaces places)
    {
        var comparisons = 0;
        foreach (var ways in Features)
        {
            comparisons += ways.Starts.Length - 1;
        }

        return (QuadsOf(places).Length * (1 + (EntryCost * Entries))) + (ComparisonCost * comparisons);
    }
}

/// <summary>
/// The bins of one feature, in stretches that some leaf of a group tells apart; stretches open to the same leaves are one way.
/// </summary>
/// <param name="Starts">First bin of each stretch, ascending from 0.</param>
/// <param name="WayOf">By stretch.</param>
/// <param name="Open">By way, as bits: the leaves whose step on this feature a row takes.</param>
internal sealed record FeatureWays(int Feature, int[] Starts, int[] WayOf, ulong[] Open)
{
    public static FeatureWays Of(int feature, ReadOnlySpan<LeafPath> leaves)
    {
        // Each step begins a stretch and ends one.
        Span<int> starts = stackalloc int[(2 * LeafGroup.MaxLeaves) + 1];
        starts[0] = 0;
        var count = 1;
        foreach (var leaf in leaves)
        {
            count = Cut(starts, count, leaf.StepOn(feature)?.Start ?? 0);
            count = Cut(starts, count, leaf.StepOn(feature)?.End ?? 0);
        }

        Span<ulong> ways = stackalloc ulong[count];
        var (wayOf, wayCount) = (new int[count], 0);
        for (var stretch = 0; stretch < count; stretch++)
        {
            var open = OpenAt(starts[stretch], feature, leaves);
            wayOf[stretch] = ways[..wayCount].IndexOf(open);
            if (wayOf[stretch] < 0)
            {
                wayOf[stretch] = wayCount;
                ways[wayCount++] = open;
            }
        }

        return new FeatureWays(feature, starts[..count].ToArray(), wayOf, ways[..wayCount].ToArray());
    }

    private static int Cut(Span<int> starts, int count, int bin)
    {
        // There is no bin behind the last threshold.
        var place = starts[..count].BinarySearch(bin);
        if (place >= 0 || bin == int.MaxValue)
        {
            return count;
        }

        starts[~place..count].CopyTo(starts[(~place + 1)..]);
        starts[~place] = bin;
        return count + 1;
    }

    private static ulong OpenAt(int bin, int feature, ReadOnlySpan<LeafPath> leaves)
    {
        var open = 0UL;
        for (var leaf = 0; leaf < leaves.Length; leaf++)
        {
            open |= leaves[leaf].StepOn(feature) is { } step && step.Includes(bin) ? 1UL << leaf : 0;
        }

        return open;
    }
}
