using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Training.Data;

namespace Antivirus.Training.Cards;

/// <summary>How much a feature moves the scores of a model: the mean absolute Shapley value of the raw score over the training
/// rows.</summary>
internal sealed record FeatureImportance(Feature Feature, int Index, double Value);

/// <summary>Mean score of all students if each had this value (Friedman 2001).</summary>
internal sealed record PartialDependence(Feature Feature, IReadOnlyList<float> Values, IReadOnlyList<double> Scores);

/// <summary>What a trained model makes of its features.</summary>
internal static class FeatureEffects
{
    private const int MaxValues = 16;
    private const int MaxRows = 1000;

    /// <summary>The most important first.</summary>
    public static IReadOnlyList<FeatureImportance> Importances(RiskModel model, TrainingSet set)
    {
        var features = set.Schema.Features;
        var contributions = new double[set.Count * features.Count];
        new LocalRiskScorer(model).Explainer.ExplainMany(set.Flatten(), contributions);
        return
        [
            .. features
                .Select((feature, index) => new FeatureImportance(feature, index, Enumerable.Range(0, set.Count)
                    .Average(student => Math.Abs(contributions[(student * features.Count) + index]))))
                .OrderByDescending(importance => importance.Value),
        ];
    }

    public static PartialDependence DependenceOn(int feature, RiskModel model, TrainingSet set)
    {
        var step = Math.Max(1, set.Count / MaxRows);
        var rows = set.Features.Where((_, index) => index % step == 0).SelectMany(row => row).ToArray();
        var width = set.Schema.Features.Count;
        float[] sorted = [.. set.Features.Select(row => row[feature]).Where(value => !float.IsNaN(value)).Order()];
        var values = set.Schema.Features[feature].Words.Count > 0 ? MostFrequent(sorted) : Grid(sorted);
        var scores = new double[rows.Length / width];
        return new PartialDependence(set.Schema.Features[feature], values, [.. values.Select(MeanScore)]);

        double MeanScore(float value)
        {
            for (var cell = feature; cell < rows.Length; cell += width)
            {
                rows[cell] = value;
            }

            model.Trees.Score(rows, scores);
            return scores.Average();
        }
    }

    /// <summary>Codes of words have no order between them, and no quantiles.</summary>
    private static float[] MostFrequent(float[] sorted) =>
        [.. sorted.CountBy(value => value).OrderByDescending(code => code.Value).Take(MaxValues).Select(code => code.Key).Order()];

    /// <summary>All values where they are few, else quantiles.</summary>
    private static float[] Grid(float[] sorted)
    {
        var distinct = sorted.Distinct().ToArray();
        return distinct.Length <= MaxValues
            ? distinct
            : [.. Enumerable.Range(0, MaxValues).Select(part => sorted[(int)((long)part * (sorted.Length - 1) / (MaxValues - 1))])
                .Distinct()];
    }
}
