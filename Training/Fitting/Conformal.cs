using Antivirus.Model.Models;
using Antivirus.Training.Data;

namespace Antivirus.Training.Fitting;

/// <summary>Finds the limits of <see cref="Certainty"/> on out-of-fold scores, and measures how often they hold.</summary>
internal static class Conformal
{
    public const double Confidence = 0.9;

    /// <summary>The limits from all students; the coverage of each fold is measured with limits from the other folds.</summary>
    public static Certainty Fit(TrainingSet set, CrossValidation evaluation)
    {
        bool[] outcomes = [.. evaluation.Scores.SelectMany(_ => set.AtRisk)];
        double[] scores = [.. evaluation.Scores.SelectMany(repeat => repeat)];
        var (lowest, highest) = Limits(scores, outcomes);
        var (covered, sure) = (0, 0);
        for (var repeat = 0; repeat < evaluation.Scores.Count; repeat++)
        {
            var (own, folds) = (evaluation.Scores[repeat], evaluation.Repeats[repeat].Folds);
            foreach (var fold in folds.Distinct())
            {
                var others = Enumerable.Range(0, set.Count).Where(index => folds[index] != fold).ToArray();
                var limits = Limits(Array.ConvertAll(others, index => own[index]), Array.ConvertAll(others, index => set.AtRisk[index]));
                foreach (var index in Enumerable.Range(0, set.Count).Where(index => folds[index] == fold))
                {
                    var (mayBeAtRisk, mayBeOther) = (own[index] >= limits.LowestAtRisk, own[index] <= limits.HighestOther);
                    covered += (set.AtRisk[index] ? mayBeAtRisk : mayBeOther) ? 1 : 0;
                    sure += mayBeAtRisk != mayBeOther ? 1 : 0;
                }
            }
        }

        double Share(int count) => Math.Round((double)count / scores.Length, 4);
        return new Certainty(Confidence, lowest, highest, Share(covered), Share(sure));
    }

    private static (double LowestAtRisk, double HighestOther) Limits(double[] scores, bool[] outcomes)
    {
        var atRisk = scores.Where((_, index) => outcomes[index]).OrderDescending().ToArray();
        var others = scores.Where((_, index) => !outcomes[index]).Order().ToArray();
        return (Limit(atRisk, 0), Limit(others, 1));
    }

    /// <summary>The score that the wanted share of n + 1 students does not pass; open where n is too small for it.</summary>
    private static double Limit(double[] ordered, double open)
    {
        var rank = (int)Math.Ceiling(Confidence * (ordered.Length + 1));
        return rank <= ordered.Length ? ordered[rank - 1] : open;
    }
}
