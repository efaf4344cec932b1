namespace Antivirus.Model.Models;

/// <summary>
/// Which scores leave only one outcome open at a stated confidence: class-conditional split conformal prediction (Vovk et al. 2005;
/// Mondrian, by outcome)
/// on out-of-fold scores. Of the students at risk, <see cref="Confidence"/> score at least <see cref="LowestAtRisk"/>; of the others as
/// many score
/// at most <see cref="HighestOther"/>.
/// </summary>
/// <param name="Confidence">0 to 1, for each of the two outcomes.</param>
/// <param name="LowestAtRisk">Below this score the outcome "at risk" is ruled out.</param>
/// <param name="HighestOther">Above this score the outcome "not at risk" is ruled out.</param>
/// <param name="Coverage">Share of held-out students whose outcome was not ruled out, with limits from other students.</param>
/// <param name="ShareSure">Share of held-out students with one outcome left.</param>
public sealed record Certainty(double Confidence, double LowestAtRisk, double HighestOther, double Coverage, double ShareSure)
{
    /// <summary>Whether one outcome is left, and it is the one that the label names.</summary>
    public bool IsSure(double score, bool isAtRisk) => isAtRisk
        ? score > HighestOther && score >= LowestAtRisk
        : score < LowestAtRisk && score <= HighestOther;
}
