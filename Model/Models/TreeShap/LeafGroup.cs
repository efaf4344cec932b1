namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Leaves that share one table. Their steps cut the bins of each feature into stretches; the table has an entry for each combination of
/// stretches, and that of the first feature is the lowest digit of an entry's number.
/// </summary>
internal sealed class LeafGroup(int featureCount)
{
    // A path with more than twelve features has no table; several leaves share one while four such tables fit the first cache.
    private const int MaxEntries = 4096;
    private const int MaxShared = 256;

    public List<LeafPath> Leaves { get; } = [];

    /// <summary>By feature: the first bin of each stretch, ascending from 0.</summary>
    public int[][] Starts { get; private set; } = Array.ConvertAll(new bool[featureCount], _ => new int[1]);

    /// <summary>Entries of the table; <see cref="int.MaxValue"/> stands for any larger number.</summary>
    public int Entries => CountEntries(Starts);

    /// <summary>Whether there may be a table; its offsets come from bins that fit 16 bits.</summary>
    public bool HasTable => Entries <= MaxEntries && Array.TrueForAll(Starts, starts => starts[^1] <= short.MaxValue);

    /// <summary>Cuts leaves, in their order, into groups as large as a table may be. Neighbours should ask for the same features.</summary>
    public static List<LeafGroup> Cut(List<LeafPath> leaves, int featureCount)
    {
        var groups = new List<LeafGroup>();
        foreach (var leaf in leaves)
        {
            if (groups.Count == 0 || !groups[^1].TryAdd(leaf, MaxShared))
            {
                groups.Add(new LeafGroup(featureCount));
                groups[^1].TryAdd(leaf, int.MaxValue);
            }
        }

        return groups;
    }

    /// <summary>Chunks of features that the group asks for, ascending, a character for each.</summary>
    public string FindChunks()
    {
        var chunks = "";
        for (var feature = 0; feature < featureCount; feature++)
        {
            var chunk = (char)(feature / TableQuad.Lanes);
            chunks += Starts[feature].Length == 1 || chunks.Contains(chunk) ? "" : chunk;
        }

        return chunks;
    }

    /// <summary>Which steps of a path a row of each entry takes: bit k is step k.</summary>
    public int[] PatternsByEntry(LeafPath leaf)
    {
        var patterns = new int[Entries];
        for (var (feature, known) = (0, 1); feature < featureCount; known *= Starts[feature++].Length)
        {
            var step = Array.FindIndex(leaf.Steps, step => step.Feature == feature);

            // From the last stretch down: the first one overwrites what the others are made from.
            for (var stretch = Starts[feature].Length - 1; stretch >= 0; stretch--)
            {
                var bit = step >= 0 && leaf.Steps[step].Includes(Starts[feature][stretch]) ? 1 << step : 0;
                for (var entry = 0; entry < known; entry++)
                {
                    patterns[(stretch * known) + entry] = patterns[entry] | bit;
                }
            }
        }

        return patterns;
    }

    private bool TryAdd(LeafPath leaf, int maxEntries)
    {
        var starts = (int[][])Starts.Clone();
        foreach (var step in leaf.Steps)
        {
            starts[step.Feature] = With(With(starts[step.Feature], step.Start), step.End);
        }

        if (CountEntries(starts) > maxEntries)
        {
            return false;
        }

        Starts = starts;
        Leaves.Add(leaf);
        return true;
    }

    private static int[] With(int[] starts, int bin)
    {
        var place = ~Array.BinarySearch(starts, bin);
        return place < 0 || bin == int.MaxValue ? starts : [.. starts[..place], bin, .. starts[place..]];
    }

    private static int CountEntries(int[][] starts) =>
        starts.Aggregate(1, (entries, ofFeature) => (int)Math.Min((long)entries * ofFeature.Length, int.MaxValue));
}
