using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Evaluation;
using Antivirus.Model.Models;

namespace Antivirus.Model.Outcomes;

/// <summary>What a measured report says, in sentences for those who made the calls.</summary>
public static class OutcomeSentences
{
    public static IReadOnlyList<string> Of(OutcomeReport report, ReportLanguage language)
    {
        var isEnglish = language == ReportLanguage.English;
        string Say(string spanish, string english) => isEnglish ? english : spanish;
        string Number(double? value, string format) => value?.ToString(format, WrittenNumber.FormatOf(language)) ?? "–";
        var (list, labels) = (report.AtCapacity, report.Labels);
        return
        [
            Say($"Se conoce el desenlace de {report.Measured} de los {report.Students} estudiantes del reporte; {report.AtRisk} estaban " +
                "en riesgo.",
                $"The outcome of {report.Measured} of the report's {report.Students} students is known; {report.AtRisk} were at risk."),
            .. list.Measured == 0 ? [] : (string[])[Say(
                $"De los {list.Called} primeros de la lista se conoce el de {list.Measured}: {list.Precision.Hits} estaban en riesgo " +
                    $"({Share(list.Precision)}), que son {Share(list.Recall)} de todos los que lo estaban.",
                $"Of the first {list.Called} on the list {list.Measured} are known: {list.Precision.Hits} were at risk " +
                    $"({Share(list.Precision)}), which is {Share(list.Recall)} of all who were.")],
            .. list.Lift is { } lift ? (string[])[Say(
                $"Llamar por esta lista encontró {Number(lift, "0.0")} veces lo que llamar al azar.",
                $"Calling by this list found {Number(lift, "0.0")} times what calling at random would.")] : [],
            .. report.Auc is { } auc ? (string[])[Say(
                $"AUC {Number(auc, "0.000")} (± {Number(report.AucError, "0.000")} por azar), Brier {Number(report.Brier, "0.000")}.",
                $"AUC {Number(auc, "0.000")} (± {Number(report.AucError, "0.000")} by chance), Brier {Number(report.Brier, "0.000")}.")]
                : [Say($"Todos tuvieron el mismo desenlace: no se puede decir si el orden era bueno.",
                    $"All had the same outcome: whether the order was good cannot be told.")],
            .. Left(labels, Say),
            Verdict(report, Say, Number),
        ];
    }

    private static IEnumerable<string> Left(LabelCounts labels, Func<string, string, string> say)
    {
        if (labels.Contradicting > 0)
        {
            var lines = string.Join(", ", labels.ContradictingLines);
            yield return say(
                $"{labels.Contradicting} con dos desenlaces distintos, que no se cuentan (líneas {lines}): corrija el archivo.",
                $"{labels.Contradicting} with two different outcomes, which are not counted (lines {lines}): mend the file.");
        }

        if (labels.NotInReport > 0)
        {
            yield return say(
                $"{Count.Of(labels.NotInReport, "estudiante")} del archivo de desenlaces no " +
                $"{(labels.NotInReport == 1 ? "está" : "están")} en el reporte.",
                $"{Count.Of(labels.NotInReport, "student")} in the file of outcomes {(labels.NotInReport == 1 ? "is" : "are")} not in " +
                    $"the report.");
        }

        if (labels.WithoutOutcome > 0)
        {
            yield return say($"{labels.WithoutOutcome} sin desenlace todavía.", $"{labels.WithoutOutcome} without an outcome yet.");
        }

        if (labels.Repeated > 0)
        {
            yield return say($"{Count.Of(labels.Repeated, "fila repetida, contada", "filas repetidas, contadas")} una vez.",
                $"{Count.Of(labels.Repeated, "repeated row")}, counted once.");
        }

        if (labels.WithoutId > 0)
        {
            yield return say($"{Count.Of(labels.WithoutId, "fila")} sin un código que se pueda leer.",
                $"{Count.Of(labels.WithoutId, "row")} without an id that can be read.");
        }
    }

    private static string Verdict(OutcomeReport report, Func<string, string, string> say, Func<double?, string, string> number)
    {
        var (auc, sd) = (number(report.Card?.Auc, "0.000"), number(report.Card?.AucSd, "0.000"));
        var source = report.Card is { Period: { } period } card
            ? say($"que la ficha del modelo midió en {PeriodTest.Describe(period, card.AndLater, ReportLanguage.Spanish)}, después de " +
                $"los " +
                    "periodos con los que se entrenó",
                $"that the model's card measured on {PeriodTest.Describe(period, card.AndLater, ReportLanguage.English)}, after the " +
                    "periods that it was trained on")
            : say("de la validación cruzada en la ficha del modelo", "of the cross-validation on the model's card");
        return report switch
        {
            { Card: null } => say("No se sabe qué prometía el modelo que hizo este reporte.",
                "What the model behind this report promised is not known."),
            { ShouldRetrain: null } => say($"No se puede comparar con el AUC {auc} {source}.",
                $"It cannot be compared with the AUC {auc} {source}."),
            { ShouldRetrain: true } => say(
                $"Conviene reentrenar: el AUC está más de una desviación ({sd}) por debajo del {auc} {source}.",
                $"It is time to train again: the AUC is more than one deviation ({sd}) below the {auc} {source}."),
            _ => say(
                $"El modelo cumplió: el AUC no está más de una desviación ({sd}) por debajo del {auc} {source}.",
                $"The model kept its promise: the AUC is not more than one deviation ({sd}) below the {auc} {source}."),
        };
    }

    private static string Share(Proportion share) => string.Create(CultureInfo.InvariantCulture,
        $"{share.Value * 100:0} % [{share.Low * 100:0}–{share.High * 100:0}]");
}
