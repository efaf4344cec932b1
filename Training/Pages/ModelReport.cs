using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Training.Cards;
using Antivirus.Training.Charts;
using Antivirus.Training.Data;
using Antivirus.Training.Evaluation;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Pages;

/// <summary>What <c>report.html</c> is made of.</summary>
/// <param name="Scores">Out-of-fold score of each student of the set.</param>
/// <param name="Reported">Who of them is reported as at risk.</param>
/// <param name="Warnings">What looks wrong with the data.</param>
internal sealed record ReportContent(RiskModel Model, Profile Profile, TrainingSet Set, IReadOnlyList<double> Scores,
    IReadOnlyList<bool> Reported, IReadOnlyList<DataWarning> Warnings);

/// <summary>Writes <c>report.html</c>: the card's figures with charts, for the people who decide whether to use a model.</summary>
internal sealed partial class ModelReport
{
    private const int MaxDependences = 6;
    private static readonly double[] CapacityShares = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5];

    private readonly ReportContent _content;
    private readonly Wording _words;
    private readonly Page _page;
    private readonly RiskCharts _charts;

    private ModelReport(ReportContent content, Wording words)
    {
        (_content, _words, _page) = (content, words, new Page(words, CancellationToken.None));
        _charts = new RiskCharts(words, content.Scores, content.Set.AtRisk, content.Reported,
            content.Model.Artefact.Threshold);
    }

    private ModelArtefact Artefact => _content.Model.Artefact;

    public static string Write(ReportContent content, Wording words) => new ModelReport(content, words).Write();

    private string Write()
    {
        AddSummary();
        AddRatios();
        AddQuality();
        AddThreshold();
        AddCapacity();
        AddFeatures();
        AddFairness();
        AddUse();
        AddOrigin();
        return _page.ToHtml(
            Say($"Reporte del modelo {Artefact.Name}", $"Report of the model {Artefact.Name}"),
            Say($"Lo que predice: {Artefact.TargetEs}", $"What it predicts: {Artefact.TargetEn}"));
    }

    private string Say(string spanish, string english) => _words.Say(spanish, english);

    private string Mean(string figure) => _words.Number(Artefact.Metrics[figure].Mean, 3);

    private void AddSummary()
    {
        var ofBaseRate = Artefact.BaseRate * (1 - Artefact.BaseRate);
        _page.Tiles(
            (Say("AUC", "AUC"), Mean("auc"), Say("0,5 es azar; 1, perfecto", "0.5 is chance, 1 perfect")),
            (Say("Error de Brier", "Brier score"), Mean("brier"), Say($"sin modelo, {_words.Number(ofBaseRate, 3)}; menos es mejor",
                $"{_words.Number(ofBaseRate, 3)} without a model; less is better")),
            (Say("Error de calibración", "Calibration error"), Mean("ece"), Say("ECE, 10 intervalos", "ECE, 10 bins")),
            (Say("Estudiantes", "Students"), _words.Short(_content.Set.Count),
                Say($"{_words.Percent(Artefact.BaseRate)} en riesgo", $"{_words.Percent(Artefact.BaseRate)} at risk")),
            (Say("Umbral", "Threshold"), _words.Number(Artefact.Threshold, 3), $"{Say("regla", "rule")}: {Artefact.ThresholdRule}"),
            (Say("Versión", "Version"), Artefact.Version, FormattableString.Invariant($"{Artefact.Date:yyyy-MM-dd}")));
        foreach (var warning in _content.Warnings)
        {
            _page.Warning(Say(warning.Spanish, warning.English));
        }

        if (Artefact.Fit == ModelFit.Poor)
        {
            _page.Warning(Say(
                "Este modelo no es mejor que responder siempre con la tasa base. No lo use para decidir nada.",
                "This model is no better than always answering the base rate. Decide nothing by it."));
        }
    }

    private void AddQuality()
    {
        _page.Heading(Say("¿Qué tan bueno es?", "How good is it?"));
        if (Artefact.Training.LaterPeriod is { } test)
        {
            var figures =
                $"AUC {_words.Number(test.Auc ?? double.NaN, 3)}, Brier {_words.Number(test.Brier, 3)}, ECE {_words.Number(test.Ece, 3)}";
            _page.Paragraph(Say(
                $"Entrenado solo con los periodos anteriores y probado en {test.In(ReportLanguage.Spanish)} ({test.Students} " +
                    $"estudiantes): {figures}. Estas " +
                    "cifras dicen más del próximo periodo que las de la validación cruzada.",
                $"Trained on earlier periods only and tested on {test.In(ReportLanguage.English)} ({test.Students} students): {figures}. " +
                    $"These figures say " +
                    "more about the next term than the cross-validated ones."));
        }

        _page
            .Paragraph(Say(
                $"Validación cruzada ({Artefact.Training.Evaluation}): cada cifra es de estudiantes que el modelo no vio al entrenar. En " +
                    "los gráficos, cada estudiante tiene la media de sus probabilidades en las repeticiones.",
                $"Cross-validation ({Artefact.Training.Evaluation}): every figure is of students that the model did not see in training. " +
                    "In the charts each student has the mean of its scores over the repeats."))
            .Table(
                [Say("medida", "figure"), Say("media", "mean"), Say("desviación", "sd"), Say("sin modelo", "no model")],
                [Figure("AUC", "auc", 0.5),
                    Figure(Say("Error de Brier", "Brier score"), "brier", Artefact.BaseRate * (1 - Artefact.BaseRate)),
                    Figure(Say("Pérdida logarítmica", "Log loss"), "logLoss", ModelCard.BaseLogLoss(Artefact.BaseRate)),
                    Figure(Say("Error de calibración (ECE)", "Calibration error (ECE)"), "ece", 0)])
            .Charts(_charts.Roc(), _charts.PrecisionRecall(), _charts.Reliability(), _charts.Scores())
            .Legend(Say("en riesgo", "at risk"), Say("los demás", "the others"));
    }

    private IEnumerable<string> Figure(string name, string key, double withoutModel) =>
        [name, _words.Number(Artefact.Metrics[key].Mean, 4), _words.Number(Artefact.Metrics[key].Sd, 4), _words.Number(withoutModel, 4)];

    private void AddThreshold()
    {
        var counts = Confusion.Of(_content.Reported, _content.Set.AtRisk);
        _page.Heading(Say("Con el umbral de este modelo", "At this model's threshold"))
            .Paragraph(Say(
                $"Se avisa de quien tiene una probabilidad por encima de {_words.Number(Artefact.Threshold, 3)}: {counts.Called} de " +
                    $"{_content.Set.Count} estudiantes. De ellos, {_words.Percent(counts.Precision)} estaban en riesgo; así se encuentra " +
                    $"a {_words.Percent(counts.Recall)} de quienes lo estaban.",
                $"Students with a score above {_words.Number(Artefact.Threshold, 3)} are reported: {counts.Called} of " +
                    $"{_content.Set.Count}. Of these, {_words.Percent(counts.Precision)} were at risk; that finds " +
                    $"{_words.Percent(counts.Recall)} of all who were."))
            .Table(
                ["", Say("reportado En riesgo", "reported at risk"), Say("reportado No riesgo", "not reported")],
                [
                    [Say("estaba en riesgo", "was at risk"), Say($"{counts.Found} encontrados", $"{counts.Found} found"),
                        Say($"{counts.Missed} no encontrados", $"{counts.Missed} missed")],
                    [Say("no estaba en riesgo", "was not at risk"), Say($"{counts.FalseAlarms} falsas alarmas",
                        $"{counts.FalseAlarms} false alarms"), Say($"{counts.Left} bien dejados", $"{counts.Left} rightly left")],
                ]);
    }

    private void AddCapacity()
    {
        var calls = Curves.Calls(_content.Scores, _content.Set.AtRisk);
        var rows = CapacityShares
            .Select(share => (int)Math.Round(share * _content.Set.Count))
            .Select(students => calls.Last(point => point.Called <= Math.Max(1, students)))
            .Where(point => point.Called > 0)
            .DistinctBy(point => point.Called);
        _page.Heading(Say("Si se puede llamar a N estudiantes", "If you can call N students"))
            .Paragraph(Say(
                "Se llama primero a quienes tienen la probabilidad más alta. La línea punteada es llamar al azar.",
                "Those with the highest scores are called first. The dashed line is calling at random."))
            .Charts(_charts.Capacity(calls))
            .Table(
                [Say("se llama a", "called"), Say("en riesgo entre ellos", "at risk among them"), Say("al azar", "at random"),
                    Say("de todos los en riesgo", "of all at risk"), Say("probabilidad desde", "score from")],
                rows.Select(point => (IEnumerable<string>)[
                    _words.Short(point.Called),
                    $"{point.Found} ({_words.Percent((double)point.Found / point.Called)})",
                    _words.Number(point.Called * Artefact.BaseRate, 1),
                    _words.Percent((double)point.Found / _content.Set.CountAtRisk),
                    _words.Number(point.Threshold, 3),
                ]));
    }

    private void AddFeatures()
    {
        var importances = FeatureEffects.Importances(_content.Model, _content.Set);
        _page.Heading(Say("En qué se fija", "What it looks at"));
        if (importances.Count == 0)
        {
            _page.Paragraph(Say("Los árboles son demasiado profundos para calcular la importancia exacta.",
                "The trees are too deep for exact importance."));
            return;
        }

        var shown = importances.Take(MaxDependences).ToList();
        _page
            .Paragraph(Say(
                "Importancia: cuánto mueve cada dato la puntuación, en promedio (valor absoluto de Shapley, en unidades del modelo antes " +
                    "de calibrar). No es una causa.",
                "Importance: how much each feature moves the score on average (absolute Shapley value, in the model's units before " +
                    "calibration). It is not a cause."))
            .Bars([.. importances.Where(each => each.Value > 0)
                .Select(each => (_words.Label(each.Feature), each.Value, _words.Number(each.Value, 3)))])
            .Subheading(Say("Probabilidad media según el valor", "Mean score by value"))
            .Paragraph(Say(
                "Dependencia parcial: la probabilidad media si todos los estudiantes tuvieran ese valor y lo demás quedara igual.",
                "Partial dependence: the mean score if all students had this value and all else stayed as it is."))
            .BarCards(shown.Where(each => IsOfWords(each.Feature)).Select(each => WordBars(Dependence(each))));
        _page.Charts([.. shown.Where(each => !IsOfWords(each.Feature)).Select(each => _charts.Dependence(Dependence(each)))]);
    }

    private static bool IsOfWords(Feature feature) => feature.Words.Count > 0;

    private PartialDependence Dependence(FeatureImportance importance) =>
        FeatureEffects.DependenceOn(importance.Index, _content.Model, _content.Set);

    /// <summary>Words stand side by side by their names, the highest score first: no line joins what has no order.</summary>
    private (string Title, IReadOnlyList<(string Name, double Length, string Value)> Bars) WordBars(PartialDependence dependence) =>
        (_words.Label(dependence.Feature), [.. dependence.Values.Zip(dependence.Scores)
            .OrderByDescending(value => value.Second)
            .Select(value => (NameOf(dependence.Feature, value.First), value.Second, _words.Number(value.Second, 3)))]);

    private string NameOf(Feature feature, float code) => feature.Words.FirstOrDefault(word => word.Code == code) is { } word
        ? _words.Label(word)
        : Say($"código {code}", $"code {code}");

    private void AddUse() => _page
        .Heading(Say("Para qué es, y para qué no", "What it is for, and what not"))
        .List(
            Say("Sirve para ver dónde puede hacer falta ayuda primero, por personas que luego miran al estudiante y no al número.",
                "It is to see where help may be needed first, by people who then look at the student and not at the number."),
            Say("Una probabilidad no es un veredicto: de diez estudiantes con 0,3 se espera que a siete les vaya bien.",
                "A score is not a verdict: of ten students at 0.3, seven are expected to be fine."),
            Say("Un motivo dice qué subió la probabilidad en este modelo; no es una causa.",
                "A reason says what raised the score in this model; it is not a cause."))
        .Subheading(Say("No lo use", "Do not use it"))
        .List(
            Say("para admitir, calificar, sancionar, publicar listas o retirar apoyos;",
                "to admit, grade, sanction, rank publicly or withdraw support;"),
            Say("sin el juicio de una persona;", "without a person's judgement;"),
            Say("en otra institución, país o periodo sin evaluarlo allí antes (Training evaluate).",
                "for another institution, country or term without evaluating it there first (Training evaluate)."));

    private void AddOrigin()
    {
        var facts = Artefact.Training;
        _page.Heading(Say("De dónde viene", "Where it comes from"))
            .Paragraph(Say(
                $"{facts.RowsUsed} de {facts.RowsRead} filas, {facts.RowsAtRisk} en riesgo. SHA-256 del archivo: {facts.DataSha256}.",
                $"{facts.RowsUsed} of {facts.RowsRead} rows, {facts.RowsAtRisk} at risk. SHA-256 of the file: {facts.DataSha256}."));
        if (facts.Attribution is { } attribution)
        {
            _page.Paragraph(attribution);
        }

        _page.Paragraph(
            $"FastTree, {ModelCard.Versions(Artefact)}. {Say("Semilla", "Seed")} {facts.Seed}, {Say("perfil", "profile")} " +
            $"{facts.Profile}: {ModelCard.Settings(Artefact)}.");
    }
}
