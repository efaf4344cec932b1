using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Models.TreeShap;
using Antivirus.Model.Scoring;

namespace Antivirus.Model.Reports;

/// <summary>What one student's score is made of, in the words of the report.</summary>
/// <param name="Effects">What raises the risk and what lowers it, strongest first.</param>
/// <param name="OtherData">The sum of all that is not named: sensitive features, small effects, codes without a word.</param>
public sealed record StudentExplanation(IReadOnlyList<StudentEffect> Effects, double OtherData)
{
    private const int MaxEffects = 12;

    // A hundredth in log-odds moves the probability by a quarter of a point at most.
    private const double MinEffect = 0.01;

    /// <param name="row">The student's features, in the schema's order.</param>
    /// <param name="calibration">Makes log-odds of the explainer's raw score.</param>
    public static StudentExplanation Of(ReadOnlySpan<float> row, StudentSchema schema, TreeShapExplainer explainer,
        PlattCalibration calibration, ReportLanguage language)
    {
        var contributions = new double[schema.Features.Count];
        explainer.Explain(row, contributions);
        for (var feature = 0; feature < contributions.Length; feature++)
        {
            contributions[feature] *= -calibration.Slope;
        }

        var rules = new ReasonRules(schema);
        var text = new ReasonText(schema, language);
        var effects = new List<StudentEffect>();
        for (var feature = 0; feature < contributions.Length; feature++)
        {
            var effect = contributions[feature];
            if (Math.Abs(effect) >= MinEffect && rules.MayBeNamed(feature, row[feature], raises: effect > 0))
            {
                effects.Add(Describe(schema.Features[feature], text.ValueText(feature, row[feature]), MedianText(schema, text, feature),
                    effect, language));
            }
        }

        IReadOnlyList<StudentEffect> strongest = [.. effects.OrderByDescending(effect => Math.Abs(effect.Effect)).Take(MaxEffects)];
        return new StudentExplanation(strongest, contributions.Sum() - strongest.Sum(effect => effect.Effect));
    }

    private static string? MedianText(StudentSchema schema, ReasonText text, int feature) =>
        schema.Features[feature].Median is { } median ? text.ValueText(feature, (float)median) : null;

    private static StudentEffect Describe(Feature feature, string value, string? median, double effect, ReportLanguage language) =>
        new(language == ReportLanguage.English ? feature.LabelEn : feature.LabelEs, value, median, effect,
            feature.Actionable || feature.Signal);
}

/// <summary>One feature's part in a student's score.</summary>
/// <param name="Median">The middle value of the training rows; null for categories.</param>
/// <param name="Effect">Contribution to the log-odds of the probability; above zero it raises the risk.</param>
/// <param name="Actionable">Whether somebody can act on it, or it shows that somebody should call.</param>
public sealed record StudentEffect(string Label, string Value, string? Median, double Effect, bool Actionable);
