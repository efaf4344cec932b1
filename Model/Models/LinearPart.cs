using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Models;

/// <summary>
/// A logistic regression beside the trees: what each feature adds to the raw score on its own. Each term is centred on the training rows,
/// so that <see cref="Base"/> is the mean of the part and the terms are exact Shapley values of it.
/// </summary>
public sealed class LinearPart
{
    // Terms of categories are looked up by code up to here and searched for beyond.
    private const int MaxTableLength = 16 * 1024;
    private const int RowsAtOnce = 4;

    private readonly LinearTerm[] _terms;
    private readonly double[] _slopes;
    private readonly double _constant;
    private readonly (int Feature, double[] Values)[] _tables;
    private readonly bool _hasLargeCodes;

    /// <param name="featureCount">Number of features of a row.</param>
    /// <param name="baseValue">Mean of the part over the training rows, in units of the raw score.</param>
    /// <param name="terms">At most one per feature; features without a term add nothing.</param>
    public LinearPart(int featureCount, double baseValue, IReadOnlyList<LinearTerm> terms)
    {
        FeatureCount = featureCount;
        Base = baseValue;
        _terms = [.. terms];
        _slopes = new double[featureCount];
        _constant = baseValue;
        var tables = new List<(int Feature, double[] Values)>();
        foreach (var term in _terms)
        {
            if (term.IsCategory)
            {
                _hasLargeCodes |= !HasTable(term);
                tables.Add((term.Feature, HasTable(term) ? TableOf(term) : []));
            }
            else
            {
                _slopes[term.Feature] = term.Slope;
                _constant += term.Offset;
            }
        }

        _tables = [.. tables];
    }

    public int FeatureCount { get; }

    /// <summary>Mean of the part over the training rows, in units of the raw score.</summary>
    public double Base { get; }

    public IReadOnlyList<LinearTerm> Terms => _terms;

    /// <summary>Adds the part to the sums of rows.</summary>
    /// <param name="rows">n × <see cref="FeatureCount"/>, row-major.</param>
    /// <param name="sums">At least n long.</param>
    [SkipLocalsInit]
    public void AddSums(ReadOnlySpan<float> rows, Span<double> sums)
    {
        var count = rows.Length / FeatureCount;
        Span<double> four = stackalloc double[RowsAtOnce];
        for (var first = 0; first < count; first += RowsAtOnce)
        {
            var group = rows[(first * FeatureCount)..];
            SumFour(group, Math.Min(RowsAtOnce, count - first), four);
            for (var row = 0; row < RowsAtOnce && first + row < count; row++)
            {
                // Missing values and codes that no table holds end here: a term of its own for each.
                sums[first + row] += double.IsNaN(four[row]) ? Sum(group.Slice(row * FeatureCount, FeatureCount)) : four[row];
            }
        }
    }

    /// <summary>The part of one row.</summary>
    public double Sum(ReadOnlySpan<float> row)
    {
        var sum = Base;
        foreach (var term in _terms)
        {
            sum += term.Value(row[term.Feature]);
        }

        return sum;
    }

    /// <summary>Adds each feature's term to the contributions; both are n × <see cref="FeatureCount"/>, row-major.</summary>
    public void AddContributions(ReadOnlySpan<float> rows, Span<double> contributions)
    {
        for (var start = 0; start < rows.Length; start += FeatureCount)
        {
            foreach (var term in _terms)
            {
                contributions[start + term.Feature] += term.Value(rows[start + term.Feature]);
            }
        }
    }

    /// <summary>The same part in another unit.</summary>
    public LinearPart Scale(double factor) => new(FeatureCount, Base * factor, [.. _terms.Select(term => term.Scale(factor))]);

    private static bool HasTable(LinearTerm term) =>
        Array.TrueForAll(term.Codes, code => code is >= 0 and < MaxTableLength && code == (int)code);

    private static double[] TableOf(LinearTerm term)
    {
        var table = new double[term.Codes.Length == 0 ? 0 : (int)term.Codes.Max() + 1];
        for (var index = 0; index < term.Codes.Length; index++)
        {
            table[(int)term.Codes[index]] = term.Values[index];
        }

        return table;
    }

    /// <summary>Four rows side by side hide the latency of adding, whose order may not change; behind the last row it is taken
    /// again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SumFour(ReadOnlySpan<float> rows, int count, Span<double> sums)
    {
        if (_hasLargeCodes)
        {
            sums.Fill(double.NaN);
            return;
        }

        ref var row0 = ref MemoryMarshal.GetReference(rows);
        ref var row1 = ref Unsafe.Add(ref row0, count > 1 ? FeatureCount : 0);
        ref var row2 = ref Unsafe.Add(ref row0, count > 2 ? 2 * FeatureCount : 0);
        ref var row3 = ref Unsafe.Add(ref row0, count > 3 ? 3 * FeatureCount : 0);
        double sum0 = _constant, sum1 = _constant, sum2 = _constant, sum3 = _constant;
        for (var feature = 0; feature < _slopes.Length; feature++)
        {
            var slope = _slopes[feature];
            sum0 += slope * Unsafe.Add(ref row0, feature);
            sum1 += slope * Unsafe.Add(ref row1, feature);
            sum2 += slope * Unsafe.Add(ref row2, feature);
            sum3 += slope * Unsafe.Add(ref row3, feature);
        }

        foreach (var (feature, values) in _tables)
        {
            sum0 += LookUp(values, Unsafe.Add(ref row0, feature));
            sum1 += LookUp(values, Unsafe.Add(ref row1, feature));
            sum2 += LookUp(values, Unsafe.Add(ref row2, feature));
            sum3 += LookUp(values, Unsafe.Add(ref row3, feature));
        }

        (sums[0], sums[1], sums[2], sums[3]) = (sum0, sum1, sum2, sum3);
    }

    // NaN sends the row to the general way; a code between those of the training adds nothing, as its empty place in the table does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LookUp(double[] values, float code)
    {
        var index = (int)code;
        return (uint)index < (uint)values.Length && index == code ? values[index] : double.NaN;
    }
}

/// <summary>What one feature adds to the raw score: a line for a number, a value by code for a category.</summary>
/// <param name="Feature">Index in the schema.</param>
/// <param name="Slope">Per unit of a number; 0 for a category.</param>
/// <param name="Offset">Added to a number's line, so that the term's mean over the training rows is 0.</param>
/// <param name="Missing">What a missing value adds; 0, the mean, where the training rows had none.</param>
/// <param name="Codes">The codes of a category in the training rows, ascending; empty for a number.</param>
/// <param name="Values">What each code adds. A code that is not among them adds 0, the mean.</param>
public sealed record LinearTerm(int Feature, double Slope, double Offset, double Missing, float[] Codes, double[] Values)
{
    public bool IsCategory => Codes.Length > 0;

    /// <summary>What this value adds: a missing one is NaN, and <see cref="StudentBatch.NewWord"/> adds 0, the mean.</summary>
    public double Value(float value)
    {
        if (float.IsNaN(value))
        {
            return StudentBatch.IsNewWord(value) ? 0 : Missing;
        }

        if (!IsCategory)
        {
            return (Slope * value) + Offset;
        }

        var place = Array.BinarySearch(Codes, value);
        return place < 0 ? 0 : Values[place];
    }

    public LinearTerm Scale(double factor) => this with
    {
        Slope = Slope * factor,
        Offset = Offset * factor,
        Missing = Missing * factor,
        Values = Array.ConvertAll(Values, value => value * factor),
    };
}
