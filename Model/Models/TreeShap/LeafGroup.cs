namespace Antivirus.Model.Models.TreeShap;

/// <summary>Leaves that share one table, with an entry for each combination of the ways of their features.</summary>
/// <param name="Features">Those that the paths ask for; the ways of the first are the lowest digit of an entry's number.</param>
internal sealed record LeafGroup(LeafPath[] Leaves, FeatureWays[] Features)
{
    // A path with more than twelve features has no table; several leaves share one while four such tables fit the first cache.
    private const int MaxEntries = 4096;
    private const int MaxShared = 256;

    // Bits of FeatureWays.Open.
    private const int MaxLeaves = 64;

    public int Entries { get; } = Features.Aggregate(1, (entries, ways) => Math.Min(entries * ways.Open.Count, MaxEntries + 1));

    /// <summary>Whether there may be a table; its index compares bins that fit 16 bits.</summary>
    public bool HasTable => Entries <= MaxEntries && Array.TrueForAll(Features, ways => ways.Starts[^1] <= short.MaxValue);

    /// <summary>Which vectors of this many features hold one of the group.</summary>
    public List<int> Chunks(int lanes)
    {
        var chunks = new List<int>();
        Array.ForEach(Features, ways => AddNew(chunks, ways.Feature / lanes));
        return chunks;
    }

    /// <summary>Cuts leaves, in their order, into groups as large as a table may be. Neighbours should ask for the same features.</summary>
    public static IEnumerable<LeafGroup> Cut(IEnumerable<LeafPath> leaves)
    {
        var none = new LeafGroup([], []);
        var group = none;
        foreach (var leaf in leaves)
        {
            var joined = group.With(leaf);
            if (group.Leaves.Length > 0 && (joined.Leaves.Length > MaxLeaves || joined.Entries > MaxShared))
            {
                yield return group;
                joined = none.With(leaf);
            }

            group = joined;
        }

        yield return group;
    }

    /// <summary>The group and one more leaf; the ways of features that it does not ask for stay as they are.</summary>
    private LeafGroup With(LeafPath leaf)
    {
        LeafPath[] leaves = [.. Leaves, leaf];
        var features = new List<FeatureWays>(Features);
        foreach (var step in leaf.Steps)
        {
            var ways = FeatureWays.Of(step.Feature, leaves);
            var place = features.FindIndex(known => known.Feature == step.Feature);
            if (place < 0)
            {
                features.Add(ways);
            }
            else
            {
                features[place] = ways;
            }
        }

        return new LeafGroup(leaves, [.. features]);
    }

    private static void AddNew(List<int> numbers, int number)
    {
        if (!numbers.Contains(number))
        {
            numbers.Add(number);
        }
    }
}

/// <summary>The bins of one feature in stretches that some leaf tells apart; stretches open to the same leaves are one way.</summary>
/// <param name="Starts">First bin of each stretch, ascending from 0.</param>
/// <param name="WayOf">By stretch.</param>
/// <param name="Open">By way, as bits: the leaves whose step on this feature a row takes.</param>
internal sealed record FeatureWays(int Feature, List<int> Starts, List<int> WayOf, List<ulong> Open)
{
    public static FeatureWays Of(int feature, LeafPath[] leaves)
    {
        var steps = Array.ConvertAll(leaves, leaf => leaf.StepOn(feature));
        var starts = new int[(2 * steps.Length) + 1];
        for (var leaf = 0; leaf < steps.Length; leaf++)
        {
            (starts[2 * leaf], starts[(2 * leaf) + 1]) = (steps[leaf]?.Start ?? 0, steps[leaf]?.End ?? 0);
        }

        Array.Sort(starts);
        var ways = new FeatureWays(feature, [], [], []);
        for (var index = 0; index < starts.Length && starts[index] < int.MaxValue; index++)
        {
            if (index == 0 || starts[index] > starts[index - 1])
            {
                ways.Add(starts[index], steps);
            }
        }

        return ways;
    }

    private void Add(int start, PathStep?[] steps)
    {
        var open = 0UL;
        for (var leaf = 0; leaf < steps.Length; leaf++)
        {
            open |= steps[leaf]?.Includes(start) == true ? 1UL << leaf : 0;
        }

        if (!Open.Contains(open))
        {
            Open.Add(open);
        }

        Starts.Add(start);
        WayOf.Add(Open.IndexOf(open));
    }
}
