namespace Antivirus.Model.Models.QuickScorer;

/// <summary>
/// Features with few bins, put together so that a row needs fewer look-ups: each combination of the bins of a group has its stretch of a
/// table.
/// What <see cref="BitvectorSum{TMask}"/> needs for every kind of mask is here once, and is compiled ahead.
/// </summary>
internal sealed class FeatureGroups
{
    private const int MaxCombinations = 64;

    private readonly ThresholdBins[] _bins;

    // By feature: its group, and how far one bin is from the next in the table; 0 where no tree asks for the feature.
    private readonly int[] _groupOf;
    private readonly int[] _strideOf;
    private readonly int[] _start;
    private readonly int[] _end;

    private FeatureGroups(ThresholdBins[] bins, List<List<int>> groups, int width)
    {
        _bins = bins;
        Width = width;
        _groupOf = new int[bins.Length];
        _strideOf = new int[bins.Length];
        _start = new int[groups.Count];
        _end = new int[groups.Count];
        for (var group = 0; group < groups.Count; group++)
        {
            _start[group] = Length;
            var stride = width;
            foreach (var feature in groups[group])
            {
                _groupOf[feature] = group;
                _strideOf[feature] = stride;
                stride *= _bins[feature].Count;
            }

            Length += stride;
            _end[group] = Length;
        }
    }

    public int FeatureCount => _bins.Length;

    public int Count => _start.Length;

    /// <summary>Length of the stretch of one combination.</summary>
    public int Width { get; }

    /// <summary>Length of the whole table.</summary>
    public int Length { get; }

    /// <summary>Null when the table would be longer than this.</summary>
    /// <param name="width">Length of the stretch of one combination.</param>
    public static FeatureGroups? TryCreate(ThresholdBins[] bins, int width, int maxLength)
    {
        var groups = Group(bins);
        var length = 0L;
        foreach (var group in groups)
        {
            length += (long)Combinations(group, bins) * width;
        }

        return length <= maxLength ? new FeatureGroups(bins, groups, width) : null;
    }

    /// <summary>Writes where in the table the stretch of each group starts: row by row, <see cref="Count"/> each.</summary>
    public void FindRows(ReadOnlySpan<float> rows, Span<int> offsets)
    {
        var starts = new ReadOnlySpan<int>(_start);
        for (var start = 0; start < offsets.Length; start += starts.Length)
        {
            starts.CopyTo(offsets[start..]);
        }

        for (var feature = 0; feature < FeatureCount; feature++)
        {
            if (_strideOf[feature] > 0)
            {
                _bins[feature].AddBins(rows[feature..], FeatureCount, _strideOf[feature], offsets[_groupOf[feature]..], Count);
            }
        }
    }

    /// <summary>Where the stretches start of those combinations in which a feature exceeds one of its thresholds.</summary>
    public IEnumerable<int> Exceeding(int feature, float threshold)
    {
        var rank = _bins[feature].RankOf(threshold);
        var (start, end) = (_start[_groupOf[feature]], _end[_groupOf[feature]]);
        for (var offset = start; offset < end; offset += Width)
        {
            if ((offset - start) / _strideOf[feature] % _bins[feature].Count > rank)
            {
                yield return offset;
            }
        }
    }

    private static List<List<int>> Group(ThresholdBins[] bins)
    {
        var groups = new List<List<int>>();
        foreach (var feature in ByBinCount(bins))
        {
            if (groups.Count > 0 && (long)Combinations(groups[^1], bins) * bins[feature].Count <= MaxCombinations)
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

    private static List<int> ByBinCount(ThresholdBins[] bins)
    {
        var used = new List<int>();
        for (var feature = 0; feature < bins.Length; feature++)
        {
            if (bins[feature].Count > 1)
            {
                used.Add(feature);
            }
        }

        // Equal ones in the schema's order: the sort alone would not keep it.
        used.Sort((left, right) => (bins[left].Count, left).CompareTo((bins[right].Count, right)));
        return used;
    }

    private static int Combinations(List<int> group, ThresholdBins[] bins)
    {
        var product = 1;
        foreach (var feature in group)
        {
            product *= bins[feature].Count;
        }

        return product;
    }
}
