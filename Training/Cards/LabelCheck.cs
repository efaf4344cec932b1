namespace Antivirus.Training.Cards;

/// <summary>Whether the label means what it says: the share at risk among those reported, and among the others.</summary>
internal sealed record LabelCheck(int All, int Reported, double ShareReported, double ShareOthers, double Recall)
{
    public static LabelCheck Of(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk, double threshold)
    {
        var reported = Enumerable.Range(0, scores.Count).Where(index => scores[index] > threshold).ToArray();
        var hits = reported.Count(index => atRisk[index]);
        var positives = atRisk.Count(outcome => outcome);
        return new LabelCheck(
            scores.Count,
            reported.Length,
            Share(hits, reported.Length),
            Share(positives - hits, scores.Count - reported.Length),
            Share(hits, positives));
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
