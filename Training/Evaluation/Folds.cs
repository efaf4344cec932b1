using Antivirus.Training.Data;

namespace Antivirus.Training.Evaluation;

/// <summary>Splits students into folds with about the same share at risk; students of one group stay together.</summary>
internal static class Folds
{
    /// <summary>The fold of each student, 0 to <paramref name="count"/> − 1; the same for the same seed.</summary>
    public static int[] Draw(TrainingSet set, int count, int seed)
    {
        var random = new Random(seed);
        var groups = Enumerable.Range(0, set.Count)
            .GroupBy(index => set.Groups[index], StringComparer.Ordinal)
            .Select(group => group.ToArray())
            .ToArray();
        random.Shuffle(groups);

        // Groups at risk first, then the others, each to the fold that has the fewest of its kind: with single students this is plain
        // stratification.
        var folds = new int[set.Count];
        var sizes = new (int AtRisk, int All)[count];
        foreach (var group in groups.OrderByDescending(group => group.Any(index => set.AtRisk[index])))
        {
            var isAtRisk = group.Any(index => set.AtRisk[index]);
            var fold = Enumerable.Range(0, count).MinBy(each => isAtRisk ? (sizes[each].AtRisk, sizes[each].All) : (sizes[each].All, 0));
            foreach (var index in group)
            {
                folds[index] = fold;
                sizes[fold] = (sizes[fold].AtRisk + (set.AtRisk[index] ? 1 : 0), sizes[fold].All + 1);
            }
        }

        return folds;
    }
}
