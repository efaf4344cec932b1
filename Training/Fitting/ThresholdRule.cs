using System.Globalization;

namespace Antivirus.Training.Fitting;

/// <summary>How the threshold is chosen: given, or found on out-of-fold scores.</summary>
internal abstract record ThresholdRule
{
    /// <summary>As <c>model.json</c> has it, <c>recall 0.8</c>.</summary>
    public abstract string Text { get; }

    /// <summary>The threshold; students with a score strictly above it are at risk.</summary>
    public abstract double Choose(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk);

    /// <summary>The highest threshold with <paramref name="count"/> scores strictly above it, or fewer where scores tie.</summary>
    internal static double Above(IReadOnlyList<double> scores, int count) =>
        count >= scores.Count ? 0 : scores.OrderDescending().ElementAt(count);

    /// <summary>A fixed threshold, 0 to 1.</summary>
    internal sealed record Fixed(double Threshold) : ThresholdRule
    {
        public override string Text => string.Create(CultureInfo.InvariantCulture, $"threshold {Threshold}");

        public override double Choose(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk) => Threshold;
    }

    /// <summary>So many students of those trained on can be called.</summary>
    public sealed record Capacity(int Students) : ThresholdRule
    {
        public override string Text => string.Create(CultureInfo.InvariantCulture, $"capacity {Students}");

        public override double Choose(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk) => Above(scores, Students);
    }

    /// <summary>At least this share of the students at risk is found.</summary>
    public sealed record Recall(double Share) : ThresholdRule
    {
        public override string Text => string.Create(CultureInfo.InvariantCulture, $"recall {Share}");

        public override double Choose(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk)
        {
            var found = scores.Where((_, index) => atRisk[index]).OrderDescending().ToList();
            var needed = found[Math.Min(found.Count, (int)Math.Ceiling(Share * found.Count)) - 1];
            return Math.Max(0, Math.BitDecrement(needed));
        }
    }

    /// <summary>At least this share of those reported is at risk, with as many found as that allows.</summary>
    public sealed record Precision(double Share) : ThresholdRule
    {
        public override string Text => string.Create(CultureInfo.InvariantCulture, $"precision {Share}");

        public override double Choose(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk)
        {
            var order = Enumerable.Range(0, scores.Count).OrderByDescending(index => scores[index]).ToArray();
            int hits = 0, best = -1;
            for (var reported = 1; reported <= order.Length; reported++)
            {
                hits += atRisk[order[reported - 1]] ? 1 : 0;
                var isEndOfTie = reported == order.Length || scores[order[reported]] < scores[order[reported - 1]];
                if (isEndOfTie && hits >= Share * reported)
                {
                    best = reported;
                }
            }

            return best < 0
                ? throw new TrainingException(
                    $"No threshold reaches a precision of {Share.ToString(CultureInfo.InvariantCulture)} on this data; ask for less.")
                : Math.Max(0, Math.BitDecrement(scores[order[best - 1]]));
        }
    }
}
