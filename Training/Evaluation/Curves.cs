namespace Antivirus.Training.Evaluation;

/// <summary>What happens when students are called from the highest score down: after <paramref name="Called"/> of them,
/// <paramref name="Found"/> who are at risk.</summary>
internal readonly record struct CurvePoint(double Threshold, int Called, int Found);

/// <summary>One bin of the reliability diagram.</summary>
internal readonly record struct ReliabilityBin(double MeanScore, double ShareAtRisk, int Count);

/// <summary>Counts of those reported and those who were at risk.</summary>
internal readonly record struct Confusion(int Found, int FalseAlarms, int Missed, int Left)
{
    public int Called => Found + FalseAlarms;

    public double Precision => (double)Found / Called;

    public double Recall => (double)Found / (Found + Missed);

    public static Confusion Of(IReadOnlyList<bool> reported, IReadOnlyList<bool> atRisk)
    {
        int Count(bool called, bool outcome) => Enumerable.Range(0, reported.Count)
            .Count(index => reported[index] == called && atRisk[index] == outcome);
        return new Confusion(Count(true, true), Count(true, false), Count(false, true), Count(false, false));
    }
}

/// <summary>The curves behind a report's charts.</summary>
internal static class Curves
{
    // More points than this are not seen on a screen.
    private const int MaxPoints = 160;

    /// <summary>From nobody called to all, a point after each run of equal scores.</summary>
    public static IReadOnlyList<CurvePoint> Calls(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk)
    {
        var order = Enumerable.Range(0, scores.Count).OrderByDescending(index => scores[index]).ToArray();
        var points = new List<CurvePoint> { new(1, 0, 0) };
        var found = 0;
        for (var called = 1; called <= order.Length; called++)
        {
            found += atRisk[order[called - 1]] ? 1 : 0;
            if (called == order.Length || scores[order[called]] < scores[order[called - 1]])
            {
                points.Add(new CurvePoint(scores[order[called - 1]], called, found));
            }
        }

        return points;
    }

    /// <summary>At most so many of the points as can be seen, first and last among them.</summary>
    public static IReadOnlyList<CurvePoint> Thin(IReadOnlyList<CurvePoint> points)
    {
        var step = Math.Max(1, (points.Count - 1) / (double)MaxPoints);
        return [.. Enumerable.Range(0, (int)((points.Count - 1) / step) + 1).Select(index => (int)(index * step)).Append(points.Count - 1)
            .Distinct().Select(index => points[index])];
    }

    /// <summary>Ten bins of equal width, without the empty ones.</summary>
    public static IReadOnlyList<ReliabilityBin> Reliability(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk, int bins = 10) =>
    [
        .. from index in Enumerable.Range(0, scores.Count)
           group index by Math.Min(bins - 1, (int)(scores[index] * bins)) into bin
           orderby bin.Key
           select new ReliabilityBin(bin.Average(index => scores[index]), bin.Average(index => atRisk[index] ? 1.0 : 0), bin.Count()),
    ];
}
