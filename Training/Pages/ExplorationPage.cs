using Antivirus.Training.Charts;
using Antivirus.Training.Data;
using Antivirus.Training.Exploration;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Pages;

/// <summary>Writes what the notebook showed of its data as one page.</summary>
internal sealed class ExplorationPage
{
    private const int HeadRows = 5;
    private const int PairColumns = 4;
    private const int MaxDistinct = 60;

    private readonly RawTable _table;
    private readonly Profile _profile;
    private readonly DataSummary _summary;
    private readonly Wording _words;
    private readonly Page _page;
    private readonly ColumnCharts _charts;
    private readonly HashSet<string> _features;
    private readonly Dictionary<string, ColumnSummary> _summaries;

    private ExplorationPage(RawTable table, Profile profile, DataSummary summary, Wording words, CancellationToken cancellationToken)
    {
        _features = profile.FeatureColumns.Select(feature => feature.Source ?? feature.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _summaries = summary.Columns.Zip(summary.Summaries).DistinctBy(pair => pair.First.Name)
            .ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
        (_table, _profile, _summary, _words) = (table, profile, summary, words);
        _page = new Page(words, cancellationToken);
        _charts = new ColumnCharts(words, summary);
    }

    public static string Write(RawTable table, Profile profile, DataSummary summary, Wording words, CancellationToken cancellationToken) =>
        new ExplorationPage(table, profile, summary, words, cancellationToken).Write();

    private string Write()
    {
        AddSummary();
        AddColumns();
        AddShown();
        AddHead();
        AddDescriptions();
        AddBalance();
        AddValues();
        AddCorrelations();
        AddDistributions();
        return _page.ToHtml(
            Say($"Exploración de {Path.GetFileName(_table.Path)}", $"Exploration of {Path.GetFileName(_table.Path)}"),
            Say($"Leído con el perfil {_profile.Name}. En riesgo: {TargetValues()}.",
                $"Read with the profile {_profile.Name}. At risk: {TargetValues()}."));
    }

    private string Say(string spanish, string english) => _words.Say(spanish, english);

    private string TargetValues() => $"{_profile.Target.Column} = {string.Join(", ", _profile.Target.AtRisk)}";

    private void AddSummary()
    {
        var balance = _summary.Balance;
        _page.Tiles(
                (Say("Filas", "Rows"), _words.Short(balance.Rows), Say("sin el encabezado", "without the header")),
                (Say("Columnas", "Columns"), _words.Short(_table.Header.Count),
                    Say($"{_profile.FeatureColumns.Count()} son del modelo", $"{_profile.FeatureColumns.Count()} are features")),
                (Say("Celdas vacías", "Empty cells"), _words.Short(_summary.Summaries.Sum(column => column.Missing)), ""),
                (Say("En riesgo", "At risk"), _words.Short(balance.AtRisk), Share(balance)),
                (Say("Los demás", "The others"), _words.Short(balance.NotAtRisk),
                    Say($"{balance.Rows - balance.AtRisk - balance.NotAtRisk} no dicen ninguno",
                    $"{balance.Rows - balance.AtRisk - balance.NotAtRisk} say neither")))
            .Warning(Say(
                "Esta página muestra filas de estudiantes (sin su identificador). Guárdela y compártala con el mismo cuidado que el " +
                    "archivo.",
                "This page shows rows of students (without their ids). Keep and share it as carefully as the file."));
    }

    private string Share(ClassBalance balance) =>
        _words.Percent((double)balance.AtRisk / (balance.AtRisk + balance.NotAtRisk));

    private void AddColumns() => _page
        .Heading(Say("Columnas", "Columns"))
        .Table(
            [Say("columna", "column"), Say("tipo", "type"), Say("valores distintos", "distinct values"), Say("vacías", "missing"),
                Say("del modelo", "feature")],
            _summary.Summaries.Append(_summary.Target).Select(column => (IEnumerable<string>)[column.Name, TypeName(column.Type),
                _words.Short(column.Distinct), _words.Short(column.Missing), RoleOf(column.Name)]));

    private string TypeName(string type) => type switch
    {
        "integer" => Say("entero", "integer"),
        "number" => Say("número", "number"),
        _ => Say("texto o código", "text or code"),
    };

    private string RoleOf(string column) => column switch
    {
        _ when column == _summary.Target.Name => Say("objetivo", "target"),
        _ when _features.Contains(column) => Say("sí", "yes"),
        _ => "–",
    };

    /// <summary>Says that not all columns follow, where they are too many.</summary>
    private void AddShown()
    {
        if (_summary.Shown.Count < _summary.Columns.Count)
        {
            _page.Warning(Say(
                $"Desde aquí se muestran las {_summary.Shown.Count} columnas que más varían con el objetivo, de " +
                    $"{_words.Short(_summary.Columns.Count)}.",
                $"From here on, the {_summary.Shown.Count} columns that go most with the target are shown, of " +
                    $"{_words.Short(_summary.Columns.Count)}."));
        }
    }

    private void AddHead() => _page
        .Heading(Say("Primeras filas", "First rows"))
        .Table(
            _summary.Shown.Select(column => column.Name).Prepend(Say("fila", "row")),
            Enumerable.Range(0, Math.Min(HeadRows, _table.Rows.Count))
                .Select(row => _summary.Shown.Select(column => column.Cells[row]).Prepend($"{row + 1}")));

    private void AddDescriptions() => _page
        .Heading(Say("Medidas de las columnas numéricas", "Metrics of the columns of numbers"))
        .Table(
            [Say("columna", "column"), "n", Say("media", "mean"), Say("desv.", "sd"), Say("mín.", "min"), "25 %", "50 %", "75 %",
                Say("máx.", "max")],
            _summary.Shown.Select(SummaryOf).Where(column => column.Description is not null)
                .Select(column => Describe(column.Name, column.Description!)));

    private IEnumerable<string> Describe(string name, Description figures) =>
        new[] { figures.Count, figures.Mean, figures.Std, figures.Min, figures.LowerQuartile, figures.Median, figures.UpperQuartile,
            figures.Max }.Select(_words.Short).Prepend(name);

    private void AddBalance()
    {
        _page.Heading(Say("Balance del objetivo", "Balance of the target")).Charts(_charts.Balance());
        if (_summary.WithoutOutliers is { } kept)
        {
            _page.Paragraph(Say(
                $"Sin las filas a más de {_words.Short(_profile.Outliers!.Sigma)} desviaciones de la media en " +
                    $"{string.Join(", ", _profile.Outliers.Columns)} quedan {kept.Rows}: {kept.AtRisk} en riesgo ({Share(kept)}) y " +
                    $"{kept.NotAtRisk} no.",
                $"Without the rows more than {_words.Short(_profile.Outliers!.Sigma)} standard deviations from the mean in " +
                    $"{string.Join(", ", _profile.Outliers.Columns)}, {kept.Rows} are left: {kept.AtRisk} at risk ({Share(kept)}) and " +
                    $"{kept.NotAtRisk} not."));
        }
    }

    private void AddValues() => _page
        .Heading(Say("Conteo de valores", "Value counts"))
        .Paragraph(Say("Los valores más frecuentes: filas, y parte de ellas en riesgo.",
            "The most frequent values: rows, and the share of them at risk."))
        .BarCards(_summary.Shown.Select(SummaryOf).Where(column => column.Distinct <= MaxDistinct || column.Type == "text")
            .Select(column => (
            column.Name,
            (IReadOnlyList<(string, double, string)>)[.. column.Values.Select(value => (
                value.Value.Length == 0 ? Say("(vacía)", "(empty)") : NameOf(column.Name, value.Value),
                (double)value.Count,
                $"{_words.Short(value.Count)} · {_words.Percent(value.ShareAtRisk ?? double.NaN)}"))])));

    private string NameOf(string column, string value)
    {
        var words = _profile.Columns.FirstOrDefault(each => (each.Source ?? each.Name)
            .Equals(column, StringComparison.OrdinalIgnoreCase))?.Words ?? [];
        return words.FirstOrDefault(word => word.Word.Equals(value, StringComparison.OrdinalIgnoreCase)
            || FormattableString.Invariant($"{word.Code}") == value) is { } word && _words.Label(word) is var label && label != value
            ? $"{value} ({label})"
            : value;
    }

    private void AddCorrelations()
    {
        if (_summary.Correlations.Names.Count < 2)
        {
            return;
        }

        _page.Heading(Say("Correlaciones", "Correlations"))
            .WideChart(_charts.HeatMap(), Say("Correlación de Pearson", "Pearson correlation"), Say(
                $"Rojo: suben juntas; azul: una sube y la otra baja. {_summary.Target.Name} vale 1 para quien está en riesgo.",
                $"Red: they rise together; blue: one rises as the other falls. {_summary.Target.Name} is 1 for those at risk."));
    }

    private ColumnSummary SummaryOf(RawColumn column) => _summaries[column.Name];

    private bool IsMoreThanBinary(RawColumn column) => SummaryOf(column).Distinct > 2;

    private void AddDistributions()
    {
        var numeric = _summary.Shown.Where(column => column.Numbers is not null).ToList();
        if (numeric.Count == 0)
        {
            return;
        }

        var (risk, others) = (Say("en riesgo", "at risk"), Say("los demás", "the others"));
        _page.Heading(Say("Histogramas por grupo", "Histograms by group")).Legend(risk, others)
            .Charts([.. numeric.Select(_charts.Histogram)])
            .Heading(Say("Diagramas de caja por grupo", "Box plots by group")).Legend(risk, others)
                .Charts([.. numeric.Where(IsMoreThanBinary).Select(_charts.Box)])
            .Heading(Say("Pares de columnas", "Pairs of columns"))
            .Paragraph(Say(
                "Las columnas que más varían con el objetivo, de dos en dos: una muestra de filas, con los enteros algo movidos para que " +
                    "no se tapen.",
                "The columns that go most with the target, two by two: a sample of the rows, whole numbers moved a little so that they " +
                    "do not hide each other."))
            .Legend(risk, others)
            .Charts([.. _charts.Pairs(PairColumns)]);
    }
}
