using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Scoring.Drift;

/// <summary>How a cohort compares with the rows that the model was trained on.</summary>
public sealed record CohortDrift
{
    // Beyond it nobody reads on: what is wrong then is the file or the model, not one column.
    private const int MaxNamed = 6;

    /// <summary>Whether a feature or the share at risk moved further than chance explains.</summary>
    public bool IsUnlike => Moved.Count > 0 || ShareMoved;

    /// <summary>The features that moved, the furthest first.</summary>
    public required IReadOnlyList<MovedFeature> Moved { get; init; }

    /// <summary>Share of out-of-fold scores above the model's threshold, 0 to 1; null where it is not known or another threshold was
    /// used.</summary>
    public double? TrainedShareAtRisk { get; init; }

    /// <summary>Share of this cohort above the threshold, 0 to 1.</summary>
    public double ShareAtRisk { get; init; }

    /// <summary>Whether the share at risk differs from that in training further than chance explains.</summary>
    public bool ShareMoved { get; init; }

    /// <summary>The sentence for reports, emails and pages; null when nothing moved.</summary>
    public string? Sentence(ReportLanguage language)
    {
        var isEnglish = language == ReportLanguage.English;
        var parts = Moved.Take(MaxNamed).Select(feature => isEnglish ? feature.LabelEn : feature.LabelEs).ToList();
        if (Moved.Count - MaxNamed is > 0 and var more)
        {
            parts.Add(isEnglish ? Count.Of(more, "more column", "more columns") : Count.Of(more, "columna más", "columnas más"));
        }

        if (ShareMoved)
        {
            parts.Add(isEnglish
                ? $"{Percent(ShareAtRisk)} % reported at risk, {Percent(TrainedShareAtRisk)} % in training"
                : $"{Percent(ShareAtRisk)} % reportado en riesgo, {Percent(TrainedShareAtRisk)} % en el entrenamiento");
        }

        return parts.Count == 0 ? null : isEnglish
            ? $"This cohort is not like the training data: {string.Join(", ", parts)}."
            : $"Esta cohorte no se parece a la de entrenamiento: {string.Join(", ", parts)}.";
    }

    private static string Percent(double? share) => Math.Round(100 * (share ?? 0))
        .ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A feature that moved from the training rows.</summary>
/// <param name="Feature">Its name in the schema.</param>
/// <param name="LabelEs">How a Spanish report names it.</param>
/// <param name="LabelEn">How an English report names it.</param>
/// <param name="Psi">Population stability index.</param>
/// <param name="Expected">What chance alone makes of it.</param>
public sealed record MovedFeature(string Feature, string LabelEs, string LabelEn, double Psi, double Expected);
