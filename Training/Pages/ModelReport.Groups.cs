using Antivirus.Model.Outcomes;
using Antivirus.Training.Cards;

namespace Antivirus.Training.Pages;

/// <summary>The chapter on groups.</summary>
internal sealed partial class ModelReport
{
    private void AddFairness()
    {
        var rows = Fairness.Audit(_content.Set, _content.Scores, _content.Reported);
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

    /// <summary>The largest differences between groups, and what was decided about them.</summary>
    private void AddRatios()
    {
        var ratios = WorstRatio.Of(Fairness.Audit(_content.Set, _content.Scores, _content.Reported));
        if (ratios.Count > 0)
        {
            _page.Heading(Say("Las mayores diferencias entre grupos", "The largest differences between groups"))
                .Paragraph(Say(
                    "La tasa más alta dividida por la más baja, entre grupos de 100 estudiantes o más, con su intervalo del 95 %. 1 es " +
                        "igual.",
                    "The highest rate by the lowest, over groups of 100 students or more, with its 95 % interval. 1 is equal."))
                .Table(
                    [Say("dato", "column"), Say("tasa", "rate"), Say("razón", "ratio"), Say("la más alta", "highest"),
                        Say("la más baja", "lowest")],
                    ratios.Select(RatioRow));
        }

        if (Artefact.GroupThresholds is { } groups)
        {
            var names = string.Join(", ", groups.Columns.Select(column =>
                _words.Label(Artefact.Schema.Features.First(feature => feature.Name == column.Feature))));
            _page.Warning(Say(
                $"El umbral depende de: {names}. Lo decidió: {groups.DecidedBy}. Costo: se encuentra a " +
                    $"{_words.Percent(groups.After.Recall)} " +
                    $"de quienes están en riesgo (antes, {_words.Percent(groups.Before.Recall)}); precisión " +
                    $"{_words.Percent(groups.After.Precision)} (antes, {_words.Percent(groups.Before.Precision)}).",
                $"The threshold depends on: {names}. Decided by: {groups.DecidedBy}. Cost: {_words.Percent(groups.After.Recall)} of " +
                    $"those at " +
                    $"risk are found ({_words.Percent(groups.Before.Recall)} before); precision {_words.Percent(groups.After.Precision)} " +
                    $"({_words.Percent(groups.Before.Precision)} before)."));
        }
    }

    private IEnumerable<string> RatioRow(WorstRatio ratio) =>
    [
        _words.Label(_content.Profile.Columns.First(each => each.Name == ratio.Column).ToFeature()),
        ratio.IsTruePositiveRate ? Say("encontrados (TPR)", "found (TPR)") : Say("falsas alarmas (FPR)", "false alarms (FPR)"),
        ratio.Text(value => _words.Number(value, 2)),
        RateText(ratio.Column, ratio.Highest),
        RateText(ratio.Column, ratio.Lowest),
    ];

    private string RateText(string column, (string Group, Model.Evaluation.Proportion Rate) group) =>
        $"{GroupName(column, group.Group)}: {_words.Number(group.Rate.Value ?? double.NaN, 3)} " +
        $"({_words.Number(group.Rate.Low ?? double.NaN, 3)}–{_words.Number(group.Rate.High ?? double.NaN, 3)}; n {group.Rate.Of})";

    private string GroupName(string name, string group)
    {
        var column = _content.Profile.Columns.First(each => each.Name == name).ToFeature();
        var word = column.Words.FirstOrDefault(each => each.Word.Equals(group, StringComparison.OrdinalIgnoreCase))
            ?? column.Words.FirstOrDefault(each => FormattableString.Invariant($"{each.Code}") == group);
        return word is null ? GroupNames.In(_words.Language, group) : _words.Label(word);
    }

    private IEnumerable<string> FairnessRow(FairnessRow row)
    {
        var column = _content.Profile.Columns.First(each => each.Name == row.Column).ToFeature();
        return
        [
            $"{(row.Count < Cards.FairnessRow.FewStudents ? "⚠ " : "")}{_words.Label(column)}: {GroupName(row.Column, row.Value)}",
            _words.Short(row.Count), _words.Number(row.BaseRate, 3), _words.Number(row.Auc, 3), _words.Number(row.TruePositiveRate, 3),
            _words.Number(row.FalsePositiveRate, 3), _words.Number(row.MeanScore, 3), _words.Number(row.CalibrationError, 3),
        ];
    }
}
