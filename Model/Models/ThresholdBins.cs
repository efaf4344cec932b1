using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Antivirus.Model.Models;

/// <summary>
/// Where a value of one feature lies among all thresholds that the trees compare it with.
/// Two values in the same bin take the same way through every tree.
/// </summary>
internal sealed class ThresholdBins
{
    private const int SmallIntegers = 256;

    private readonly float[] _thresholds;

    // Most cells are small whole numbers: their bins are looked up, not searched.
    private readonly ushort[] _ofSmallInteger = new ushort[SmallIntegers];

    /// <param name="thresholds">In any order, some of them several times.</param>
    private ThresholdBins(float[] thresholds)
    {
        // By hand: to sort floats, or a list, a set or a query of them, is compiled at each start, which takes longer than the work.
        Sort(thresholds);
        var count = 0;
        foreach (var threshold in thresholds)
        {
            if (count == 0 || threshold != thresholds[count - 1])
            {
                thresholds[count++] = threshold;
            }
        }

        _thresholds = new float[count];
        Array.Copy(thresholds, _thresholds, count);
        for (var value = 0; value < _ofSmallInteger.Length; value++)
        {
            _ofSmallInteger[value] = (ushort)Search(value);
        }
    }

    public int Count => _thresholds.Length + 1;

    /// <summary>The bins of each feature of an ensemble.</summary>
    public static ThresholdBins[] Of(int featureCount, IReadOnlyList<RegressionTree> trees)
    {
        var counts = new int[featureCount];
        foreach (var tree in trees)
        {
            foreach (var feature in tree.Feature)
            {
                counts[feature]++;
            }
        }

        var thresholds = Array.ConvertAll(counts, count => new float[count]);
        foreach (var tree in trees)
        {
            for (var node = 0; node < tree.Feature.Length; node++)
            {
                var feature = tree.Feature[node];
                thresholds[feature][--counts[feature]] = tree.Threshold[node];
            }
        }

        return Array.ConvertAll(thresholds, ofFeature => new ThresholdBins(ofFeature));
    }

    /// <summary>Rank of a threshold: values in this bin and below go left there.</summary>
    public int RankOf(float threshold) => Search(threshold);

    /// <summary>How many thresholds a value exceeds; a missing one (NaN) exceeds all, since it goes right everywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(float value)
    {
        var integer = (int)value;
        return (uint)integer < SmallIntegers && integer == value ? _ofSmallInteger[integer] : Search(value);
    }

    /// <summary>Adds, for every <paramref name="valueStep"/>-th value, its bin times <paramref name="stride"/> to every
    /// <paramref name="offsetStep"/>-th offset.</summary>
    public void AddBins(ReadOnlySpan<float> values, int valueStep, int stride, Span<int> offsets, int offsetStep)
    {
        // As Find does, without asking whether each place is within its list: the rows of a batch are.
        ref var bins = ref MemoryMarshal.GetArrayDataReference(_ofSmallInteger);
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var offset = ref MemoryMarshal.GetReference(offsets);
        for (var (from, to) = (0, 0); from < values.Length; from += valueStep, to += offsetStep)
        {
            var one = Unsafe.Add(ref value, from);
            var integer = (int)one;
            Unsafe.Add(ref offset,
                to) += ((uint)integer < SmallIntegers && integer == one ? Unsafe.Add(ref bins, integer) : Search(one)) * stride;
        }
    }

    /// <summary>Sorts them as the whole numbers of the same order.</summary>
    private static void Sort(float[] thresholds)
    {
        var keys = new int[thresholds.Length];
        for (var index = 0; index < keys.Length; index++)
        {
            keys[index] = MirrorNegative(BitConverter.SingleToInt32Bits(thresholds[index]));
        }

        Array.Sort(keys);
        for (var index = 0; index < keys.Length; index++)
        {
            thresholds[index] = BitConverter.Int32BitsToSingle(MirrorNegative(keys[index]));
        }
    }

    // The bits of a negative float grow with its size.
    private static int MirrorNegative(int bits) => bits ^ ((bits >> 31) & int.MaxValue);

    /// <summary>Writes the bin of every <paramref name="valueStep"/>-th value.</summary>
    public void Find(ReadOnlySpan<float> values, int valueStep, Span<int> bins)
    {
        for (var (from, to) = (0, 0); from < values.Length; from += valueStep, to++)
        {
            bins[to] = Find(values[from]);
        }
    }

    /// <summary>Halves what is left without a branch, which could not be foreseen.</summary>
    private int Search(float value)
    {
        var (low, length) = (0, _thresholds.Length);
        while (length > 0)
        {
            var half = (length + 1) >>> 1;

            // Written as the trees ask it: NaN fails the comparison and moves right.
            low = value <= _thresholds[low + half - 1] ? low : low + half;
            length -= half;
        }

        return low;
    }
}
