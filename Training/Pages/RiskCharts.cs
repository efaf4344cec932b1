using Antivirus.Training.Cards;
using Antivirus.Training.Charts;
using Antivirus.Training.Evaluation;

namespace Antivirus.Training.Pages;

/// <summary>The charts of a model's report.</summary>
internal sealed class RiskCharts(Wording words, IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk, IReadOnlyList<bool> reported,
    double threshold)
{
    private const int ScoreBins = 20;

    private readonly int _positives = atRisk.Count(outcome => outcome);
    private readonly IReadOnlyList<CurvePoint> _curve = Curves.Thin(Curves.Calls(scores, atRisk));
    private readonly Confusion _atThreshold = Confusion.Of(reported, atRisk);

    private int Negatives => scores.Count - _positives;

    public (Chart Chart, string Title, string Remark) Roc()
    {
        var chart = new Chart(words, Say("falsas alarmas (FPR)", "false alarms (FPR)"), Say("encontrados (TPR)", "found (TPR)"))
            .WithDashes(0, 0, 1, 1)
            .WithLine(_curve.Select(point => (double)(point.Called - point.Found) / Negatives),
                _curve.Select(point => (double)point.Found / _positives), Chart.Others)
            .WithDots([(double)_atThreshold.FalseAlarms / Negatives], [_atThreshold.Recall], Chart.AtRisk, 9)
            .Within(0, 1, 0, 1.02);
        return (chart, Say("Curva ROC", "ROC curve"),
            Say("El punto es el umbral; la línea punteada, el azar.", "The dot is the threshold, the dashed line chance."));
    }

    public (Chart Chart, string Title, string Remark) PrecisionRecall()
    {
        var called = _curve.Where(point => point.Called > 0).ToList();
        var baseRate = (double)_positives / scores.Count;
        var chart = new Chart(words, Say("encontrados (recall)", "found (recall)"),
            Say("en riesgo entre los reportados", "at risk among reported"))
            .WithDashes(0, baseRate, 1, baseRate)
            .WithLine(called.Select(point => (double)point.Found / _positives), called.Select(point => (double)point.Found / point.Called),
                Chart.Others)
            .Within(0, 1, 0, 1.02);
        if (_atThreshold.Called > 0)
        {
            chart.WithDots([_atThreshold.Recall], [_atThreshold.Precision], Chart.AtRisk, 9);
        }

        return (chart, Say("Precisión y recall", "Precision and recall"),
            Say("El punto es el umbral; la línea punteada, la tasa base.", "The dot is the threshold, the dashed line the base rate."));
    }

    public (Chart Chart, string Title, string Remark) Reliability()
    {
        var bins = Curves.Reliability(scores, atRisk);
        var chart = new Chart(words, Say("probabilidad media del intervalo", "mean score of the bin"),
            Say("parte en riesgo", "share at risk"))
            .WithDashes(0, 0, 1, 1)
            .WithLine(bins.Select(bin => bin.MeanScore), bins.Select(bin => bin.ShareAtRisk), Chart.Others)
            .Within(0, 1, 0, 1.02);
        foreach (var bin in bins)
        {
            chart.WithDots([bin.MeanScore], [bin.ShareAtRisk], Chart.Others, 4 + (float)(10 * Math.Sqrt((double)bin.Count / scores.Count)));
        }

        return (chart, Say("Fiabilidad", "Reliability"),
            Say("Sobre la diagonal, la probabilidad dice la verdad. Los puntos grandes son de muchos estudiantes.",
            "On the diagonal the scores are right. Large dots are of many students."));
    }

    public (Chart Chart, string Title, string Remark) Scores()
    {
        var chart = new Chart(words, Say("probabilidad", "score"), Say("estudiantes", "students"));
        var highest = 0.0;
        foreach (var outcome in new[] { false, true })
        {
            var counts = new double[ScoreBins];
            foreach (var index in Enumerable.Range(0, scores.Count).Where(index => atRisk[index] == outcome))
            {
                counts[Math.Min(ScoreBins - 1, (int)(scores[index] * ScoreBins))]++;
            }

            highest = Math.Max(highest, counts.Max());
            chart.WithBars(Enumerable.Range(0, ScoreBins).Select(bin => (bin + (outcome ? 0.7 : 0.3)) / ScoreBins), counts, 0.4 / ScoreBins,
                outcome ? Chart.AtRisk : Chart.Others);
        }

        return (chart.WithDashes(threshold, 0, threshold, highest * 1.05).Within(0, 1, 0, highest * 1.05), Say("Probabilidades", "Scores"),
            Say("La línea punteada es el umbral.", "The dashed line is the threshold."));
    }

    public (Chart Chart, string Title, string Remark) Capacity(IReadOnlyList<CurvePoint> calls)
    {
        var points = Curves.Thin(calls);
        var chart = new Chart(words, Say("estudiantes a quienes se llama", "students called"),
            Say("en riesgo entre ellos", "at risk among them"))
            .WithDashes(0, 0, scores.Count, _positives)
            .WithLine(points.Select(point => (double)point.Called), points.Select(point => (double)point.Found), Chart.Others)
            .WithDots([_atThreshold.Called], [_atThreshold.Found], Chart.AtRisk, 9)
            .Within(0, scores.Count, 0, _positives * 1.04);
        return (chart, Say("Llamar a N estudiantes, encontrar M", "Call N students, find M"),
            Say("El punto es el umbral de este modelo.", "The dot is this model's threshold."));
    }

    public (Chart Chart, string Title, string Remark) Dependence(PartialDependence dependence)
    {
        var (feature, values, means) = dependence;
        var chart = new Chart(words, "", Say("probabilidad media", "mean score"));
        var xs = values.Select(value => (double)value).ToList();
        var margin = Math.Max((xs[^1] - xs[0]) * 0.06, 0.1);
        chart.WithLine(xs, means, Chart.Others)
            .WithDots(xs, means, Chart.Others, 6)
            .Within(xs[0] - margin, xs[^1] + margin, 0, Math.Min(1, Math.Max(means.Max() * 1.25, 0.1)));
        return (chart, words.Label(feature), "");
    }

    private string Say(string spanish, string english) => words.Say(spanish, english);
}
