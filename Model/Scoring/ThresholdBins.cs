using System.Runtime.CompilerServices;

namespace Antivirus.Model.Scoring;

/// <summary>
/// Where a value of one feature lies among all thresholds that the trees compare it with.
/// Two values in the same bin take the same way through every tree.
/// </summary>
internal sealed class ThresholdBins
{
    private readonly float[] _thresholds;

    // Most cells are small whole numbers: their bins are looked up, not searched.
    private readonly ushort[] _ofSmallInteger = new ushort[256];

    private ThresholdBins(List<float> thresholds)
    {
        // By hand: a set or a query over floats is made by the compiler at each start, which takes longer than the work.
        thresholds.Sort();
        var count = 0;
        for (var index = 0; index < thresholds.Count; index++)
        {
            if (count == 0 || thresholds[index] != thresholds[count - 1])
            {
                thresholds[count++] = thresholds[index];
            }
        }

        _thresholds = thresholds.GetRange(0, count).ToArray();
        for (var value = 0; value < _ofSmallInteger.Length; value++)
        {
            _ofSmallInteger[value] = (ushort)Search(value);
        }
    }

    public int Count => _thresholds.Length + 1;

    /// <summary>The bins of each feature of an ensemble.</summary>
    public static ThresholdBins[] Of(int featureCount, IReadOnlyList<RegressionTree> trees)
    {
        var thresholds = new List<float>[featureCount];
        for (var feature = 0; feature < featureCount; feature++)
        {
            thresholds[feature] = [];
        }

        foreach (var tree in trees)
        {
            for (var node = 0; node < tree.Feature.Length; node++)
            {
                thresholds[tree.Feature[node]].Add(tree.Threshold[node]);
            }
        }

        return Array.ConvertAll(thresholds, ofFeature => new ThresholdBins(ofFeature));
    }

    /// <summary>Rank of a threshold: values in this bin and below go left there.</summary>
    public int RankOf(float threshold) => Array.BinarySearch(_thresholds, threshold);

    /// <summary>How many thresholds a value exceeds; a missing one (NaN) exceeds all, since it goes right everywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(float value)
    {
        var integer = (int)value;
        return (uint)integer < (uint)_ofSmallInteger.Length && integer == value ? _ofSmallInteger[integer] : Search(value);
    }

    /// <summary>Adds, for every <paramref name="valueStep"/>-th value, its bin times <paramref name="stride"/> to every <paramref name="offsetStep"/>-th offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddBins(ReadOnlySpan<float> values, int valueStep, int stride, Span<int> offsets, int offsetStep)
    {
        for (var (from, to) = (0, 0); from < values.Length; from += valueStep, to += offsetStep)
        {
            offsets[to] += Find(values[from]) * stride;
        }
    }

    private int Search(float value)
    {
        var low = 0;
        var high = _thresholds.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;

            // Written as the trees ask it: NaN fails the comparison and moves right.
            if (value <= _thresholds[middle])
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
