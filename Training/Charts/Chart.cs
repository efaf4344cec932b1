using ScottPlot;

namespace Antivirus.Training.Charts;

/// <summary>A chart of a page: ScottPlot draws it, the page gets it as SVG. Drawn small, so that its text is still read on a
/// phone.</summary>
internal sealed class Chart
{
    public static readonly Color AtRisk = Color.FromHex("#B4451F");
    public static readonly Color Others = Color.FromHex("#2F6690");
    public static readonly Color Quiet = Color.FromHex("#8A94A0");

    // Longer ones would run into each other, or out of the chart.
    private const int MaxTickLetters = 14;

    private static readonly PixelPadding Room = new(left: 70, right: 16, bottom: 42, top: 8);
    private static readonly Color Ink = Color.FromHex("#3A4048");

    private readonly int _width;
    private readonly int _height;

    public Chart(Wording wording, string xLabel, string yLabel, int width = 360, int height = 270)
    {
        ChartFont.Install();
        (_width, _height) = (width, height);
        Plot = new Plot();
        Plot.Font.Set(ChartFont.Name);
        Plot.FigureBackground.Color = Colors.Transparent;
        Plot.Axes.Top.IsVisible = false;
        Plot.Axes.Right.IsVisible = false;
        Plot.Axes.Color(Ink);
        Plot.Grid.MajorLineColor = Color.FromHex("#E3E7EB");
        Plot.Layout.Fixed(Room);
        Label(Plot.Axes.Bottom, xLabel, wording);
        Label(Plot.Axes.Left, yLabel, wording);

        // With fixed room the label would stand in the ticks' numbers.
        Plot.Axes.Left.Label.OffsetX = -14;
    }

    public Plot Plot { get; }

    /// <summary>The same chart with other room around its panel, for long labels.</summary>
    public Chart WithRoom(float left, float bottom)
    {
        Plot.Layout.Fixed(new PixelPadding(left, Room.Right, bottom, Room.Top));
        return this;
    }

    public Chart WithLine(IEnumerable<double> xs, IEnumerable<double> ys, Color color, float width = 2)
    {
        var line = Plot.Add.ScatterLine(xs.ToArray(), ys.ToArray(), color);
        line.LineWidth = width;
        return this;
    }

    public Chart WithDashes(double x1, double y1, double x2, double y2)
    {
        var line = Plot.Add.Line(x1, y1, x2, y2);
        line.LineColor = Quiet;
        line.LinePattern = LinePattern.Dashed;
        return this;
    }

    public Chart WithDots(IEnumerable<double> xs, IEnumerable<double> ys, Color color, float size)
    {
        Plot.Add.Markers(xs.ToArray(), ys.ToArray(), MarkerShape.FilledCircle, size, color);
        return this;
    }

    public Chart WithBars(IEnumerable<double> positions, IEnumerable<double> heights, double width, Color color)
    {
        Plot.Add.Bars(positions.Zip(heights, (position, height) => new Bar
        {
            Position = position,
            Value = height,
            Size = width,
            FillColor = color,
            LineWidth = 0,
        }).ToList());
        return this;
    }

    public Chart Within(double left, double right, double bottom, double top)
    {
        Plot.Axes.SetLimits(left, right, bottom, top);
        return this;
    }

    /// <summary>Words instead of numbers on the horizontal axis.</summary>
    public Chart WithTicks(IReadOnlyList<double> positions, IReadOnlyList<string> labels)
    {
        Plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. positions],
            [.. labels.Select(label => label.Length <= MaxTickLetters ? label : label[..MaxTickLetters] + "…")]);
        return this;
    }

    /// <param name="id">Sets its parts apart from those of the other charts of the page.</param>
    /// <param name="label">What the chart shows, for readers who cannot see it.</param>
    public string ToSvg(string id, string label) => Svg.Tidy(Plot.GetSvgXml(_width, _height), id, label, _width, _height);

    private static void Label(IAxis axis, string text, Wording wording)
    {
        axis.Label.Text = text;
        axis.Label.FontSize = 12;
        axis.Label.Bold = false;
        axis.TickLabelStyle.FontSize = 11;
        axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = wording.Tick, TargetTickCount = 6 };
    }
}
