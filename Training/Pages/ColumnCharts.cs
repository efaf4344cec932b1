using Antivirus.Training.Charts;
using Antivirus.Training.Exploration;
using ScottPlot;

namespace Antivirus.Training.Pages;

/// <summary>The charts of an exploration.</summary>
internal sealed class ColumnCharts(Wording words, DataSummary summary)
{
    private const int MaxBars = 24;
    private const int Bins = 16;
    private const int MaxDots = 220;
    private const int MaxNumberedCells = 16;
    private const int MaxLetters = 22;
    private const int LetterWidth = 7;

    // A page sets it at this width or more: a smaller one would be blown up, letters and all.
    private const int MinHeatMap = 720;

    public (Chart Chart, string Title, string Remark) Balance()
    {
        var counts = summary.Target.Values;
        var chart = new Chart(words, "", Say("filas", "rows"))
            .WithTicks([.. counts.Select((_, index) => (double)index)], [.. counts.Select(value => value.Value)])
            .Within(-0.6, counts.Count - 0.4, 0, counts.Max(value => value.Count) * 1.05);
        for (var index = 0; index < counts.Count; index++)
        {
            var color = counts[index].ShareAtRisk switch { null => Chart.Quiet, > 0.5 => Chart.AtRisk, _ => Chart.Others };
            chart.WithBars([index], [counts[index].Count], 0.6, color);
        }

        return (chart, summary.Target.Name, "");
    }

    public (Chart Chart, string Title, string Remark) Histogram(RawColumn column)
    {
        var numbers = column.Numbers!.Where(number => !double.IsNaN(number)).ToList();
        var (low, high) = (numbers.Min(), numbers.Max());
        var isEach = column.IsWhole && high - low < MaxBars;
        var width = isEach ? 1 : Math.Max(high - low, 1e-9) / Bins;
        var start = isEach ? low - 0.5 : low;
        var bins = isEach ? (int)(high - low) + 1 : Bins;
        var chart = new Chart(words, words.Say(column.LabelEs, column.LabelEn), Say("parte de su grupo", "share of its group"));
        var highest = 0.0;
        foreach (var outcome in new[] { false, true })
        {
            var shares = new double[bins];
            var own = Of(column, outcome);
            own.ForEach(number => shares[Math.Clamp((int)((number - start) / width), 0, bins - 1)] += 1.0 / own.Count);
            highest = Math.Max(highest, shares.Max());
            chart.WithBars(Enumerable.Range(0, bins).Select(bin => start + ((bin + (outcome ? 0.7 : 0.3)) * width)), shares, 0.4 * width,
                outcome ? Chart.AtRisk : Chart.Others);
        }

        return (chart.Within(start - (width / 4), start + ((bins + 0.25) * width), 0, Math.Max(highest, 1e-9) * 1.05), column.Name, "");
    }

    public (Chart Chart, string Title, string Remark) Box(RawColumn column)
    {
        var chart = new Chart(words, "", words.Say(column.LabelEs, column.LabelEn));
        foreach (var outcome in new[] { false, true })
        {
            if (Of(column, outcome) is { Count: > 0 } own)
            {
                AddBox(chart, outcome ? 1 : 0, own, outcome ? Chart.AtRisk : Chart.Others);
            }
        }

        var known = column.Numbers!.Where(number => !double.IsNaN(number)).ToList();
        var margin = Math.Max((known.Max() - known.Min()) * 0.05, 0.1);
        return (chart.WithTicks([0, 1], [Say("los demás", "the others"), Say("en riesgo", "at risk")])
            .Within(-0.6, 1.6, known.Min() - margin, known.Max() + margin), column.Name, "");
    }

    public Chart HeatMap()
    {
        var names = summary.Correlations.Names;
        var isNumbered = names.Count <= MaxNumberedCells;
        var room = 24 + (LetterWidth * names.Max(name => Cut(name).Length));
        var size = Math.Max(MinHeatMap, room + 24 + (names.Count * (isNumbered ? 40 : 22)));
        var chart = new Chart(words, "", "", size, size).WithRoom(left: room, bottom: room);
        for (var row = 0; row < names.Count; row++)
        {
            for (var column = 0; column < names.Count; column++)
            {
                AddCell(chart.Plot, column, names.Count - 1 - row, summary.Correlations.Rows[row][column], isNumbered);
            }
        }

        SetNames(chart.Plot, [.. names.Select(Cut)]);
        chart.Plot.HideGrid();
        return chart.Within(-0.5, names.Count - 0.5, -0.5, names.Count - 0.5);
    }

    /// <summary>Each two of the columns of numbers that go most with the target.</summary>
    public IEnumerable<(Chart Chart, string Title, string Remark)> Pairs(int columns)
    {
        var names = summary.Correlations.Names;
        var withTarget = summary.Correlations.Rows[^1];
        var chosen = Enumerable.Range(0, names.Count - 1)
            .Where(index => !double.IsNaN(withTarget[index]))
            .OrderByDescending(index => Math.Abs(withTarget[index]))
            .Take(columns)
            .Select(index => summary.Columns.First(column => column.Name == names[index]))
            .ToList();
        return from left in Enumerable.Range(0, chosen.Count)
               from right in Enumerable.Range(left + 1, chosen.Count - left - 1)
               select Pair(chosen[left], chosen[right]);
    }

    private (Chart Chart, string Title, string Remark) Pair(RawColumn left, RawColumn right)
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, left.Cells.Length).Where(row =>
            summary.Outcomes[row] is not null && !double.IsNaN(left.Numbers![row]) && !double.IsNaN(right.Numbers![row])).ToArray();
        random.Shuffle(rows);
        var shown = rows[..Math.Min(MaxDots, rows.Length)];
        var chart = new Chart(words, words.Say(left.LabelEs, left.LabelEn), words.Say(right.LabelEs, right.LabelEn));
        foreach (var outcome in new[] { false, true })
        {
            var own = shown.Where(row => summary.Outcomes[row] == outcome).ToList();
            chart.WithDots(own.Select(row => Moved(left, row, random)), own.Select(row => Moved(right, row, random)),
                (outcome ? Chart.AtRisk : Chart.Others).WithAlpha(0.7), 4);
        }

        return (chart, $"{left.Name} × {right.Name}", "");
    }

    /// <summary>Whole numbers would lie on each other.</summary>
    private static double Moved(RawColumn column, int row, Random random) =>
        column.Numbers![row] + (column.IsWhole ? (random.NextDouble() - 0.5) * 0.6 : 0);

    private List<double> Of(RawColumn column, bool outcome) =>
        [.. column.Numbers!.Where((number, row) => summary.Outcomes[row] == outcome && !double.IsNaN(number))];

    private static void AddBox(Chart chart, double position, List<double> values, Color color)
    {
        var figures = Description.Of(values);
        var reach = 1.5 * (figures.UpperQuartile - figures.LowerQuartile);
        var near = values.FindAll(value => value >= figures.LowerQuartile - reach && value <= figures.UpperQuartile + reach);
        var box = new Box
        {
            Position = position,
            BoxMin = figures.LowerQuartile,
            BoxMax = figures.UpperQuartile,
            BoxMiddle = figures.Median,
            WhiskerMin = near.Min(),
            WhiskerMax = near.Max(),
        };
        chart.Plot.Add.Box(box);

        // Only now: the plot gives a box that it takes a colour of its own.
        box.FillColor = color.WithAlpha(0.45);
        box.LineColor = color;
        var far = values.Except(near).Distinct().Order().ToList();
        var step = Math.Max(1, far.Count / MaxDots);
        far = [.. far.Where((_, index) => index % step == 0 || index == far.Count - 1)];
        chart.WithDots(far.ConvertAll(_ => position), far, color, 4);
    }

    private void AddCell(Plot plot, double x, double y, double value, bool isNumbered)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        // Rectangles rather than ScottPlot's heat map, which is a bitmap that browsers blur.
        var cell = plot.Add.Rectangle(x - 0.5, x + 0.5, y - 0.5, y + 0.5);
        cell.FillColor = Colors.White.MixedWith(value > 0 ? Chart.AtRisk : Chart.Others, Math.Abs(value));
        cell.LineWidth = 0;
        if (!isNumbered)
        {
            return;
        }

        var text = plot.Add.Text(words.Number(value, 2), x, y);
        text.LabelFontSize = 11;
        text.LabelAlignment = Alignment.MiddleCenter;
        text.LabelFontColor = Math.Abs(value) > 0.6 ? Colors.White : Colors.Black;
    }

    private static void SetNames(Plot plot, string[] names)
    {
        double[] positions = [.. Enumerable.Range(0, names.Length).Select(index => (double)index)];
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(positions, names);
        plot.Axes.Bottom.TickLabelStyle.Rotation = -90;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(positions, [.. names.Reverse()]);
    }

    private static string Cut(string name) => name.Length <= MaxLetters ? name : name[..MaxLetters] + "…";

    private string Say(string spanish, string english) => words.Say(spanish, english);
}
