namespace Antivirus.Training.Evaluation;

/// <summary>Whether the label means what it says: the share at risk among those reported, and among the others.</summary>
internal sealed record LabelCheck(int All, int Reported, double ShareReported, double ShareOthers, double Recall)
{
    /// <param name="labels">Who is reported as at risk.</param>
    public static LabelCheck Of(IReadOnlyList<bool> labels, IReadOnlyList<bool> atRisk)
    {
        var reported = Enumerable.Range(0, labels.Count).Where(index => labels[index]).ToArray();
        var hits = reported.Count(index => atRisk[index]);
        var positives = atRisk.Count(outcome => outcome);
        return new LabelCheck(
            labels.Count,
            reported.Length,
            Share(hits, reported.Length),
            Share(positives - hits, labels.Count - reported.Length),
            Share(hits, positives));
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
