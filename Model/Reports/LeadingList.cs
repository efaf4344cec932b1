using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Reports;

/// <summary>The students that a report begins with, where an institution can call so many.</summary>
/// <param name="Students">How many they are: the capacity, or all when the report has fewer.</param>
/// <param name="AtRisk">How many of them the threshold marks as at risk.</param>
/// <param name="LowestScore">Probability of the last of them, 0 to 1.</param>
/// <param name="HasReasons">Whether each of them has reasons; false for a scorer that gives none.</param>
/// <param name="HeldOutRecall">Share of the held-out students at risk whom a list as long in proportion found, 0 to 1; null where it is not
/// known.</param>
public sealed record LeadingList(int Students, int AtRisk, double LowestScore, bool HasReasons, double? HeldOutRecall)
{
    /// <summary>Who leads the report, and what such a list found in validation.</summary>
    public string Sentence(ReportLanguage language)
    {
        var list = language == ReportLanguage.English ? InEnglish() : InSpanish();
        return HeldOutRecall is { } found ? $"{list} {HeldOut(found, language)}" : list;
    }

    private string InSpanish() => Students == 1
        ? $"El reporte empieza por el estudiante con la mayor probabilidad{(HasReasons ? ", con sus motivos" : "")}; "
            + (AtRisk == 1 ? "está marcado «En riesgo»." : "no está marcado «En riesgo».")
        : $"El reporte empieza por los {WrittenNumber.Count(Students, ReportLanguage.Spanish)} estudiantes con mayor "
            + $"probabilidad, de mayor a menor{(HasReasons ? " y cada uno con sus motivos" : "")}; " + AtRisk switch
            {
                0 => "ninguno está marcado «En riesgo».",
                1 => "uno está marcado «En riesgo».",
                _ when AtRisk == Students => "todos están marcados «En riesgo».",
                _ => $"{WrittenNumber.Count(AtRisk, ReportLanguage.Spanish)} están marcados «En riesgo».",
            };

    private string InEnglish() => Students == 1
        ? $"The report begins with the student with the highest probability{(HasReasons ? ", with the reasons" : "")}, who is "
            + (AtRisk == 1 ? "marked “En riesgo” (at risk)." : "not marked “En riesgo” (at risk).")
        : $"The report begins with the {WrittenNumber.Count(Students, ReportLanguage.English)} students with the highest "
            + $"probabilities, highest first{(HasReasons ? " and each with the reasons" : "")}; " + AtRisk switch
            {
                0 => "none is marked “En riesgo” (at risk).",
                1 => "one is marked “En riesgo” (at risk).",
                _ when AtRisk == Students => "all are marked “En riesgo” (at risk).",
                _ => $"{WrittenNumber.Count(AtRisk, ReportLanguage.English)} are marked “En riesgo” (at risk).",
            };

    private static string HeldOut(double recall, ReportLanguage language)
    {
        var found = (int)Math.Round(recall * 100);
        return language == ReportLanguage.English
            ? $"In validation, on students that the model had not seen, a list of this length found {found} of every 100 who were at risk."
            : $"En validación, con estudiantes que el modelo no había visto, una lista así de larga encontró a {found} de cada 100 que "
                + "estaban en riesgo.";
    }
}
