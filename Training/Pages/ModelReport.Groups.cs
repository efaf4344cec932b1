using Antivirus.Training.Cards;

namespace Antivirus.Training.Pages;

/// <summary>The chapter on groups.</summary>
internal sealed partial class ModelReport
{
    private void AddFairness()
    {
        var rows = Fairness.Audit(_content.Set, _content.Scores, Artefact.Threshold);
        _page.Heading(Say("¿Para quién funciona?", "For whom does it work?"));
        if (rows.Count == 0)
        {
            _page.Paragraph(Say("El perfil no nombra ninguna columna sensible: no se sabe cómo trata el modelo a los grupos.",
                "The profile names no sensitive column: nothing is known of how the model treats groups."));
            return;
        }

        _page
            .Paragraph(Say(
                "Encontrados (TPR): parte de quienes estaban en riesgo que se reporta. Falsas alarmas (FPR): parte de los demás que se " +
                    "reporta. Calibración: la probabilidad media debería parecerse a la tasa base; ECE es su distancia por intervalos.",
                "Found (TPR): share of those at risk who are reported. False alarms (FPR): share of the others who are. Calibration: the " +
                    "mean score should be near the base rate; ECE is the distance by bins."))
            .Table(
                [Say("grupo", "group"), "n", Say("tasa base", "base rate"), "AUC", Say("encontrados (TPR)", "found (TPR)"),
                    Say("falsas alarmas (FPR)", "false alarms (FPR)"), Say("probabilidad media", "mean score"), "ECE"],
                rows.Select(FairnessRow));
        if (rows.Any(row => row.Count < Cards.FairnessRow.FewStudents))
        {
            _page.Warning(Say("⚠ Menos de 100 estudiantes: las cifras de ese grupo son sobre todo azar.",
                "⚠ Fewer than 100 students: the figures of that group are mostly chance."));
        }
    }

    private IEnumerable<string> FairnessRow(FairnessRow row)
    {
        var column = _content.Profile.Columns.First(each => each.Name == row.Column).ToFeature();
        var word = column.Words.FirstOrDefault(each => each.Word.Equals(row.Value, StringComparison.OrdinalIgnoreCase))
            ?? column.Words.FirstOrDefault(each => FormattableString.Invariant($"{each.Code}") == row.Value);
        var value = word is null ? RangeName(row.Value) : _words.Label(word);
        return
        [
            $"{(row.Count < Cards.FairnessRow.FewStudents ? "⚠ " : "")}{_words.Label(column)}: {value}",
            _words.Short(row.Count), _words.Number(row.BaseRate, 3), _words.Number(row.Auc, 3), _words.Number(row.TruePositiveRate, 3),
            _words.Number(row.FalsePositiveRate, 3), _words.Number(row.MeanScore, 3), _words.Number(row.CalibrationError, 3),
        ];
    }

    private string RangeName(string value) => _words.Say(
        value.Replace("below ", "menos de ", StringComparison.Ordinal).Replace(" to menos de ", " a menos de ", StringComparison.Ordinal)
            .Replace(" or more", " o más", StringComparison.Ordinal).Replace("(other)", "(otros)", StringComparison.Ordinal)
            .Replace("(empty)", "(sin dato)", StringComparison.Ordinal),
        value);
}
