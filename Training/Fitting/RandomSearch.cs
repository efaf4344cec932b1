using Antivirus.Training.Data;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Fitting;

/// <summary>One setting that was tried.</summary>
internal sealed record Trial(FastTreeSettings Settings, double LogLoss);

/// <summary>Tries random settings on folds of its own: other ones than those that the card's figures come from.</summary>
internal static class RandomSearch
{
    /// <summary>Far from any seed of the evaluation, whose repeats count up from theirs.</summary>
    internal const int SeedDistance = 1_000_003;

    private static readonly int[] Trees = [50, 100, 150, 200, 300, 400, 500];
    private static readonly int[] Leaves = [2, 3, 4, 6, 8, 12, 16, 24];
    private static readonly double[] LearningRates = [0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2];
    private static readonly int[] MinimumLeafRows = [5, 10, 15, 20, 30, 50];
    private static readonly double[] FeatureFractions = [0.2, 0.3, 0.4, 0.6, 0.8, 1];
    private static readonly double[] BaggingFractions = [0.6, 0.7, 0.85, 1];

    /// <summary>The best of the profile's own settings and <paramref name="trials"/> random ones; a cancelled search gives the best so
    /// far.</summary>
    public static Trial Run(TrainingSet set, Profile profile, int trials, int seed, Action<int, Trial> onTrial,
        CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var settings = Enumerable.Range(0, trials).Select(_ => Draw(random)).Prepend(profile.Settings.For(set.Count)).ToList();
        Trial? best = null;
        for (var index = 0; index < settings.Count; index++)
        {
            try
            {
                var trial = new Trial(settings[index], Measure(set, settings[index], seed, cancellationToken));
                best = best is null || trial.LogLoss < best.LogLoss ? trial : best;
                onTrial(index, best);
            }
            catch (OperationCanceledException) when (best is not null)
            {
                return best;
            }
        }

        return best!;
    }

    private static double Measure(TrainingSet set, FastTreeSettings settings, int seed, CancellationToken cancellationToken)
    {
        // Small sets need more than one draw of folds.
        var repeats = set.Count < 1000 ? 4 : 1;
        return CrossValidation.Run(set, new EvaluationPlan(settings, Penalty: null, Folds: 4, repeats, seed + SeedDistance),
            cancellationToken).Metrics["logLoss"].Mean;
    }

    private static FastTreeSettings Draw(Random random) => new()
    {
        Trees = Pick(random, Trees),
        Leaves = Pick(random, Leaves),
        LearningRate = Pick(random, LearningRates),
        MinimumLeafRows = Pick(random, MinimumLeafRows),
        FeatureFraction = Pick(random, FeatureFractions),
        BaggingFraction = Pick(random, BaggingFractions),
    };

    private static T Pick<T>(Random random, T[] choices) => choices[random.Next(choices.Length)];
}
