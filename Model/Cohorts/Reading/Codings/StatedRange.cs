using System.Globalization;
using System.Text.RegularExpressions;

namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>The least and the largest value that a note states: <c>0 a 5</c>, <c>sobre 100</c>.</summary>
internal readonly partial record struct StatedRange(double? Minimum, double Maximum)
{
    private const double FirstYear = 1900;

    // Largest marks of the grading scales in use.
    private static readonly double[] GradeScales = [1, 4, 4.3, 4.5, 5, 6, 7, 10, 12, 20, 50, 100, 1000];

    /// <returns>Null where the text is not a range and nothing else: a year, a term, a count.</returns>
    public static StatedRange? Find(string text)
    {
        var folded = TextFold.Fold(text);
        if (FromTo().Match(folded) is { Success: true } range)
        {
            var (minimum, maximum) = (Number(range.Groups[1].Value), Number(range.Groups[2].Value));
            return minimum >= FirstYear ? null : new StatedRange(minimum, maximum);
        }

        return OutOf().Match(folded) is { Success: true } largest && Number(largest.Groups[1].Value) is < FirstYear and var most and > 3
            ? new StatedRange(null, most)
            : null;
    }

    /// <summary>Whether a feature's values may be of this range: within its own, and not of another grading scale.</summary>
    public bool Fits(Feature feature)
    {
        if (feature.Kind is FeatureKind.Binary or FeatureKind.Category)
        {
            return Minimum is null || feature is { Kind: FeatureKind.Category, Words.Count: 0 }
                || (Minimum == feature.Words.Select(word => word.Code).DefaultIfEmpty(0).Min()
                    && Maximum == feature.Words.Select(word => word.Code).DefaultIfEmpty(1).Max());
        }

        return !(Maximum > feature.Maximum) && !(Minimum < feature.Minimum) && !(Minimum > Maximum) && !IsOtherScale(feature);
    }

    /// <summary>Whether this is one of the grading scales in use, and the feature's values are of another one.</summary>
    public bool IsOtherScale(Feature feature) => feature.Kind is FeatureKind.Integer or FeatureKind.Number
        && Maximum != feature.Maximum && feature.Maximum is { } own && GradeScales.Contains(own) && GradeScales.Contains(Maximum);

    private static double Number(string text) => double.Parse(text.Replace(',', '.'), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:(?:de|del|desde|entre|from|between|escala|scale|rango|range|nota|puntaje|valores|valor|values|grade|min\.?|of) )*"
        + @"(\d+(?:[.,]\d+)?)\s*(?:-|–|—|a|al|to|hasta|y|and|ate|\.\.+|…)\s*(\d+(?:[.,]\d+)?)(?![\d\p{L}=:])(?:\s+\p{L}+)*$")]
    private static partial Regex FromTo();

    [GeneratedRegex(@"^(?:(?:nota |escala |scale |calificacion |puntaje |grade )*(?:sobre|/|de|out of|max\.?|maximo|maximum|base|of|over|"
        + @"escala|hasta|up to)[ :]*)?(\d+(?:[.,]\d+)?)(?: puntos| points| pontos| pts)?$")]
    private static partial Regex OutOf();
}
