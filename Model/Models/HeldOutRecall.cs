namespace Antivirus.Model.Models;

/// <summary>Of 100 held-out students at risk, how many a list of the highest scores finds: what training measured at some lengths of the
/// list, for any length.</summary>
public static class HeldOutRecall
{
    /// <summary>Lengths of the list at which training measures, in percent of all students.</summary>
    public static IReadOnlyList<int> Percents { get; } = [5, 10, 20, 30, 50];

    /// <summary>The metric of one length, <c>recallTop05</c>.</summary>
    public static string NameOf(int percent) => $"recallTop{percent:00}";

    /// <summary>Share of those at risk who are among the highest scores; of equal scores at the list's end a proportional part
    /// counts.</summary>
    /// <param name="share">Length of the list, as a share of all students, 0 to 1.</param>
    public static double Of(IReadOnlyList<double> scores, IReadOnlyList<bool> atRisk, double share)
    {
        var room = share * scores.Count;
        var found = 0.0;
        foreach (var equal in Enumerable.Range(0, scores.Count).GroupBy(index => scores[index]).OrderByDescending(equal => equal.Key))
        {
            var part = Math.Min(1, room / equal.Count());
            found += part * equal.Count(index => atRisk[index]);
            room -= part * equal.Count();
            if (room <= 0)
            {
                break;
            }
        }

        return found / atRisk.Count(outcome => outcome);
    }

    /// <summary>Share of those at risk that the list finds, on a straight line between the measured lengths.</summary>
    /// <param name="share">Students on the list, as a share of all, 0 to 1.</param>
    /// <returns>0 to 1; null for an artefact whose training did not measure it.</returns>
    public static double? At(IReadOnlyDictionary<string, Metric> metrics, double share)
    {
        var (fromShare, fromRecall) = (0.0, 0.0);
        foreach (var percent in Percents.Append(100))
        {
            if (percent < 100 && !metrics.ContainsKey(NameOf(percent)))
            {
                return null;
            }

            var (toShare, toRecall) = (percent / 100.0, percent == 100 ? 1 : metrics[NameOf(percent)].Mean);
            if (share <= toShare)
            {
                return fromRecall + ((toRecall - fromRecall) * (share - fromShare) / (toShare - fromShare));
            }

            (fromShare, fromRecall) = (toShare, toRecall);
        }

        return 1;
    }
}
