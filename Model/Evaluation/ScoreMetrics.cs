namespace Antivirus.Model.Evaluation;

/// <summary>Metrics of how good scores are, against what became of the students.</summary>
public static class ScoreMetrics
{
    private const double MinProbability = 1e-15;

    /// <summary>Area under the ROC curve: the chance that a student at risk has a higher score than one who is not; ties count half (Mann
    /// and Whitney 1947).</summary>
    public static double Auc(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk)
    {
        var order = Enumerable.Range(0, scores.Count).OrderBy(index => scores[index]).ToArray();
        double positives = 0, rankSum = 0;
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && scores[order[end]] == scores[order[start]])
            {
                end++;
            }

            var rank = (start + 1 + end) / 2.0;
            for (; start < end; start++)
            {
                if (atRisk[order[start]])
                {
                    positives++;
                    rankSum += rank;
                }
            }
        }

        var negatives = order.Length - positives;
        return positives == 0 || negatives == 0 ? double.NaN : (rankSum - (positives * (positives + 1) / 2)) / (positives * negatives);
    }

    /// <summary>Standard error of an AUC of so many students (Hanley and McNeil 1982, formula 1).</summary>
    /// <param name="positives">Students at risk, 1 or more.</param>
    /// <param name="negatives">The others, 1 or more.</param>
    public static double AucError(double auc, int positives, int negatives)
    {
        var (q1, q2) = (auc / (2 - auc), 2 * auc * auc / (1 + auc));
        var variance = (auc * (1 - auc)) + ((positives - 1) * (q1 - (auc * auc))) + ((negatives - 1) * (q2 - (auc * auc)));
        return Math.Sqrt(variance / ((double)positives * negatives));
    }

    /// <summary>Mean squared distance from score to outcome, 0 (perfect) to 1 (Brier 1950).</summary>
    public static double Brier(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk) =>
        scores.Zip(atRisk, (score, outcome) => (score - (outcome ? 1 : 0)) * (score - (outcome ? 1 : 0))).Average();

    /// <summary>Mean negative log likelihood, in nats.</summary>
    public static double LogLoss(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk) =>
        scores.Zip(atRisk, (score, outcome) => -Math.Log(Math.Clamp(outcome ? score : 1 - score, MinProbability, 1))).Average();

    /// <summary>Expected calibration error: distance of mean score and share at risk in ten bins of equal width, weighted by their size
    /// (Naeini et al. 2015).</summary>
    public static double CalibrationError(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk, int bins = 10) =>
        Enumerable.Range(0, scores.Count)
            .GroupBy(index => Math.Min(bins - 1, (int)(scores[index] * bins)))
            .Sum(bin => Math.Abs(bin.Sum(index => scores[index] - (atRisk[index] ? 1 : 0)))) / scores.Count;

    /// <summary>
    /// The calibration error that 95 % of perfectly calibrated models with these scores stay below: outcomes are drawn from the scores
    /// themselves.
    /// An error up to this is noise.
    /// </summary>
    public static double CalibrationNoise(IReadOnlyList<double> scores, int seed, int draws = 400)
    {
        var random = new Random(seed);
        var errors = Enumerable.Range(0, draws)
            .Select(_ => CalibrationError(scores, [.. scores.Select(score => random.NextDouble() < score)]))
            .Order()
            .ToArray();
        return errors[(int)(0.95 * draws)];
    }

    /// <summary>Sample standard deviation; 0 for a single value.</summary>
    public static double Sd(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
