using System.Numerics;

namespace Antivirus.Model.Scoring;

/// <summary>
/// For each group of features and each combination of their bins: the leaves of every tree that these features leave possible.
/// Features with few bins share a group, so that a row needs fewer look-ups.
/// </summary>
internal sealed class MaskTable<TMask>
    where TMask : unmanaged, IBinaryInteger<TMask>
{
    private const int MostCombinations = 64;

    private readonly ThresholdBins[] _bins;

    // By feature: its group, and how far one bin is from the next in the table; features that no tree asks for have no group.
    private readonly int[] _groupOf;
    private readonly int[] _strideOf;
    private readonly int[] _groupStart;

    private MaskTable(ThresholdBins[] bins, List<List<int>> groups, RegressionTree[] trees)
    {
        _bins = bins;
        _groupOf = new int[bins.Length];
        Array.Fill(_groupOf, -1);
        _strideOf = new int[bins.Length];
        _groupStart = new int[groups.Count];
        Width = WidthOf(trees);
        Masks = new TMask[groups.Sum(group => Combinations(group, bins)) * Width];
        Masks.AsSpan().Fill(TMask.AllBitsSet);
        Lay(groups);
        for (var tree = 0; tree < trees.Length; tree++)
        {
            ClearLeaves(groups, trees[tree], tree);
        }
    }

    public int FeatureCount => _bins.Length;

    public int GroupCount => _groupStart.Length;

    /// <summary>Trees, rounded up to whole vectors.</summary>
    public int Width { get; }

    public TMask[] Masks { get; }

    /// <summary>Null when the table would be larger than this.</summary>
    public static unsafe MaskTable<TMask>? TryCreate(int featureCount, RegressionTree[] trees, int mostBytes)
    {
        var bins = ThresholdBins.Of(featureCount, trees);
        var groups = Group(bins);
        var masks = groups.Sum(group => (long)Combinations(group, bins)) * WidthOf(trees);
        return masks * sizeof(TMask) <= mostBytes ? new MaskTable<TMask>(bins, groups, trees) : null;
    }

    /// <summary>Writes where in the table the masks of each group start: row by row, <see cref="GroupCount"/> each.</summary>
    public void FindRows(ReadOnlySpan<float> rows, Span<int> offsets)
    {
        for (var start = 0; start < offsets.Length; start += GroupCount)
        {
            _groupStart.CopyTo(offsets[start..]);
        }

        for (var feature = 0; feature < FeatureCount; feature++)
        {
            if (_groupOf[feature] >= 0)
            {
                _bins[feature].AddBins(rows[feature..], FeatureCount, _strideOf[feature], offsets[_groupOf[feature]..], GroupCount);
            }
        }
    }

    private static int WidthOf(RegressionTree[] trees) =>
        (trees.Length + Vector<TMask>.Count - 1) / Vector<TMask>.Count * Vector<TMask>.Count;

    private static int Combinations(List<int> group, ThresholdBins[] bins) =>
        group.Aggregate(1, (product, feature) => product * bins[feature].Count);

    private static List<List<int>> Group(ThresholdBins[] bins)
    {
        var groups = new List<List<int>>();
        var used = Enumerable.Range(0, bins.Length).Where(feature => bins[feature].Count > 1).OrderBy(feature => bins[feature].Count);
        foreach (var feature in used)
        {
            if (groups.Count > 0 && Combinations(groups[^1], bins) * bins[feature].Count <= MostCombinations)
            {
                groups[^1].Add(feature);
            }
            else
            {
                groups.Add([feature]);
            }
        }

        return groups;
    }

    private void Lay(List<List<int>> groups)
    {
        var start = 0;
        for (var group = 0; group < groups.Count; group++)
        {
            _groupStart[group] = start;
            var stride = Width;
            foreach (var feature in groups[group])
            {
                _groupOf[feature] = group;
                _strideOf[feature] = stride;
                stride *= _bins[feature].Count;
            }

            start += stride;
        }
    }

    private void ClearLeaves(List<List<int>> groups, RegressionTree tree, int column)
    {
        var order = LeafOrder.Of(tree);
        for (var node = 0; node < tree.Feature.Length; node++)
        {
            var feature = tree.Feature[node];
            var rank = _bins[feature].RankOf(tree.Threshold[node]);
            var possible = ~Stretch(order.First[node], order.Split[node]);
            var combinations = Combinations(groups[_groupOf[feature]], _bins);
            for (var combination = 0; combination < combinations; combination++)
            {
                var bin = combination * Width / _strideOf[feature] % _bins[feature].Count;
                if (bin > rank)
                {
                    Masks[_groupStart[_groupOf[feature]] + (combination * Width) + column] &= possible;
                }
            }
        }
    }

    private static TMask Stretch(int from, int to)
    {
        var bits = TMask.Zero;
        for (var leaf = from; leaf < to; leaf++)
        {
            bits |= TMask.One << leaf;
        }

        return bits;
    }
}
