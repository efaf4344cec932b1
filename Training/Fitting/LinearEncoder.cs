using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Training.Data;
using Microsoft.ML.Data;

namespace Antivirus.Training.Fitting;

/// <summary>Rows as a logistic regression needs them: numbers standardised, categories one-hot, and a column for missing values where there
/// are any.</summary>
internal sealed class LinearEncoder
{
    private readonly FeatureEncoding[] _features;

    /// <param name="set">The students' features.</param>
    /// <param name="students">Indexes of the students whose means, deviations and codes are used.</param>
    public LinearEncoder(TrainingSet set, IReadOnlyList<int> students)
    {
        _features = new FeatureEncoding[set.Schema.Features.Count];
        for (var feature = 0; feature < _features.Length; feature++)
        {
            var values = students.Select(student => set.Features[student][feature]).ToArray();
            _features[feature] = FeatureEncoding.Of(feature, set.Schema.Features[feature].Kind, values, Width);
            Width += _features[feature].Width;
        }
    }

    /// <summary>Length of an encoded row.</summary>
    public int Width { get; }

    public VBuffer<float> Encode(float[] row)
    {
        var (indices, values) = (new List<int>(), new List<float>());
        foreach (var feature in _features)
        {
            feature.Encode(row[feature.Feature], indices, values);
        }

        return new VBuffer<float>(Width, indices.Count, [.. values], [.. indices]);
    }

    /// <summary>The regression in terms of the features, centred on the rows that the encoder was made with.</summary>
    /// <param name="weights">Of the encoded columns, <see cref="Width"/> long.</param>
    /// <param name="bias">In units of the logit, as the weights are.</param>
    public LinearPart ToPart(IReadOnlyList<float> weights, double bias)
    {
        var parts = Array.ConvertAll(_features, feature => feature.ToTerm(weights));
        return new LinearPart(_features.Length, bias + parts.Sum(part => part.Mean), Array.ConvertAll(parts, part => part.Term));
    }
}

/// <summary>The encoded columns of one feature.</summary>
/// <param name="Feature">Index in the schema.</param>
/// <param name="Start">First encoded column.</param>
/// <param name="Codes">Codes of a category in ascending order; empty for a number.</param>
/// <param name="Shares">Share of all rows with each code; their rest has a missing value.</param>
/// <param name="Mean">Of the known values.</param>
/// <param name="Sd">Of the known values.</param>
/// <param name="ShareMissing">Share of rows without a value, 0 to 1.</param>
internal sealed record FeatureEncoding(int Feature, int Start, float[] Codes, double[] Shares, double Mean, double Sd, double ShareMissing)
{
    private bool HasMissing => ShareMissing > 0;

    private int ValueColumns => Codes.Length > 0 ? Codes.Length : 1;

    public int Width => ValueColumns + (HasMissing ? 1 : 0);

    public static FeatureEncoding Of(int feature, FeatureKind kind, float[] values, int start)
    {
        var known = Array.FindAll(values, value => !float.IsNaN(value));
        var shareMissing = 1 - ((double)known.Length / values.Length);
        if (kind == FeatureKind.Category)
        {
            var codes = known.CountBy(value => value).OrderBy(pair => pair.Key).ToArray();
            return new FeatureEncoding(feature, start, [.. codes.Select(pair => pair.Key)],
                [.. codes.Select(pair => (double)pair.Value / values.Length)], 0, 1, shareMissing);
        }

        var mean = known.Length == 0 ? 0 : known.Average(value => (double)value);
        var variance = known.Length == 0 ? 0 : known.Average(value => (value - mean) * (value - mean));
        return new FeatureEncoding(feature, start, [], [], mean, variance > 0 ? Math.Sqrt(variance) : 1, shareMissing);
    }

    public void Encode(float value, List<int> indices, List<float> values)
    {
        if (float.IsNaN(value))
        {
            Add(HasMissing ? ValueColumns : -1, 1, indices, values);
        }
        else if (Codes.Length > 0)
        {
            Add(Array.BinarySearch(Codes, value), 1, indices, values);
        }
        else
        {
            Add(0, (float)((value - Mean) / Sd), indices, values);
        }
    }

    /// <summary>The feature's centred term, and the mean that was taken out of it.</summary>
    public (LinearTerm Term, double Mean) ToTerm(IReadOnlyList<float> weights)
    {
        var missing = HasMissing ? weights[Start + ValueColumns] : 0.0;
        if (Codes.Length > 0)
        {
            var own = Codes.Select((_, index) => (double)weights[Start + index]).ToArray();
            var mean = (missing * ShareMissing) + own.Zip(Shares, (weight, share) => weight * share).Sum();
            return (new LinearTerm(Feature, 0, 0, HasMissing ? missing - mean : 0, Codes, Array.ConvertAll(own, weight => weight - mean)),
                mean);
        }

        var slope = weights[Start] / Sd;
        var centre = missing * ShareMissing;
        return (new LinearTerm(Feature, slope, (-slope * Mean) - centre, HasMissing ? missing - centre : 0, [], []), centre);
    }

    private void Add(int column, float value, List<int> indices, List<float> values)
    {
        if (column >= 0)
        {
            indices.Add(Start + column);
            values.Add(value);
        }
    }
}
