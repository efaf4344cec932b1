using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Evaluation;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Training.Data;
using Antivirus.Training.Evaluation;

namespace Antivirus.Training.Fitting;

/// <summary>Which features thresholds depend on, and who decided that.</summary>
internal sealed record GroupDecision(IReadOnlyList<string> Columns, string DecidedBy);

/// <summary>
/// Finds a threshold for each group so that those of its students who were not at risk are reported equally often in all groups (equal
/// false-positive rates; Hardt, Price and Srebro 2016), and about as many students in all as with one threshold.
/// </summary>
internal sealed class GroupThresholdFit(TrainingSet set, IReadOnlyList<double> scores, double overall)
{
    // Below this number of students not at risk the rate of a group is mostly chance: it keeps the overall threshold.
    private const int MinOthers = 100;
    private const int Folds = 5;

    // Halvings of the range of the rate: finer than one student of ten thousand.
    private const int Steps = 16;

    /// <param name="reported">Who is reported by thresholds that were found on the students of other folds.</param>
    /// <exception cref="TrainingException">A column is not a feature.</exception>
    public GroupThresholds Run(GroupDecision decision, int seed, out bool[] reported)
    {
        IReadOnlyList<GroupColumn> columns = [.. decision.Columns.Select(ColumnOf)];
        int[] all = [.. Enumerable.Range(0, set.Count)];
        bool[] before = [.. scores.Select(score => score > overall)];
        reported = new bool[set.Count];
        var folds = Evaluation.Folds.Draw(set, Folds, seed);
        var yields = (Before: YieldOf(before), After: new ThresholdYield(0, 0));
        var fitted = Fit(all, columns, decision, yields);
        for (var fold = 0; fold < Folds; fold++)
        {
            var others = Fit([.. all.Where(index => folds[index] != fold)], columns, decision, yields);
            var threshold = new RiskThreshold(overall, others, set.Schema);
            foreach (var index in all.Where(index => folds[index] == fold))
            {
                reported[index] = threshold.IsExceeded(scores[index], set.Features[index]);
            }
        }

        return fitted with { After = YieldOf(reported) };
    }

    /// <summary>A feature by its name, one of its other names or its label, whatever the case and accents; or the one sensitive feature
    /// that has the word in one of them, such as "edad".</summary>
    public static Feature FeatureOf(StudentSchema schema, string name)
    {
        var folded = TextFold.Fold(name.Trim());
        var same = schema.Features.Where(feature => NamesOf(feature).Any(each => TextFold.Fold(each) == folded)).ToList();
        var found = same.Count > 0 ? same
            : [.. schema.Features.Where(feature => feature.Sensitive && NamesOf(feature).SelectMany(TextFold.Words).Contains(folded))];
        return found is [var one] ? one : throw new TrainingException(
            $"--threshold-by: {name.Trim()} is not {(found.Count > 1 ? "one feature only" : "a feature of the profile")}, and only a " +
                $"feature "
            + "has a value when a student is scored. Sensitive features: "
            + $"{string.Join(", ", schema.Features.Where(feature => feature.Sensitive).Select(feature => feature.Name))}.");
    }

    private static IEnumerable<string> NamesOf(Feature feature) =>
        feature.Aliases.Append(feature.Name).Append(feature.LabelEs).Append(feature.LabelEn);

    private GroupThresholds Fit(int[] students, IReadOnlyList<GroupColumn> columns, GroupDecision decision,
        (ThresholdYield Before, ThresholdYield After) yields)
    {
        int[] features = [.. columns.Select(column => IndexOf(column.Feature))];
        var groups = students
            .Select(index => (Index: index, Parts: columns.Select((column, place) => column.PartOf(set.Features[index][features[place]]))
                .ToArray()))
            .Where(student => !student.Parts.Contains(-1))
            .GroupBy(student => string.Join(',', student.Parts))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.First().Parts, Students: group.Select(student => student.Index).ToArray()))
            .Where(group => Others(group.Students).Count() >= MinOthers)
            .ToList();
        var rate = RateFor([.. groups.Select(group => group.Students)]);
        return new GroupThresholds
        {
            Columns = columns,
            Groups = [.. groups.Select(group => new GroupThreshold(group.Parts, ThresholdOf(group.Students, rate), group.Students.Length))],
            DecidedBy = decision.DecidedBy,
            Before = yields.Before,
            After = yields.After,
        };
    }

    /// <summary>The rate of false alarms at which the groups together report as many as one threshold does, 0 to 1.</summary>
    private double RateFor(List<int[]> groups)
    {
        var wanted = groups.Sum(students => students.Count(index => scores[index] > overall));
        var (low, high) = (0.0, 1.0);
        for (var step = 0; step < Steps; step++)
        {
            var rate = (low + high) / 2;
            var reported = groups.Sum(students =>
            {
                var threshold = ThresholdOf(students, rate);
                return students.Count(index => scores[index] > threshold);
            });
            (low, high) = reported < wanted ? (rate, high) : (low, rate);
        }

        return (low + high) / 2;
    }

    /// <summary>The threshold that this share of the group's students not at risk lies above.</summary>
    private double ThresholdOf(int[] students, double rate)
    {
        double[] others = [.. Others(students).Select(index => scores[index])];
        var threshold = ThresholdRule.Above(others, (int)Math.Round(rate * others.Length));
        return Math.Clamp(threshold, double.Epsilon, Math.BitDecrement(1.0));
    }

    private IEnumerable<int> Others(IEnumerable<int> students) => students.Where(index => !set.AtRisk[index]);

    private int IndexOf(string feature) => set.Schema.Features.TakeWhile(each => each.Name != feature).Count();

    private GroupColumn ColumnOf(string name)
    {
        var feature = FeatureOf(set.Schema, name);
        var values = set.Features.Select(row => row[IndexOf(feature.Name)]).Where(value => !float.IsNaN(value)).Order().ToArray();
        if (feature.Words.Count > 0)
        {
            return new GroupColumn(feature.Name, null,
                [.. values.CountBy(value => value).Where(code => code.Value >= SensitiveGroups.FewStudents)
                    .Select(code => (double)code.Key).Order()]) is { Count: > 0 } words ? words : throw NoGroups(feature);
        }

        double[] edges = [.. Enumerable.Range(1, 3).Select(quarter => (double)values[quarter * values.Length / 4]).Distinct()
            .Where(edge => edge > values[0])];
        return edges.Length > 0 ? new GroupColumn(feature.Name, edges, null) : throw NoGroups(feature);
    }

    private static TrainingException NoGroups(Feature feature) =>
        new($"--threshold-by: {feature.Name} makes no two groups of {SensitiveGroups.FewStudents} students or more.");

    private ThresholdYield YieldOf(bool[] reported)
    {
        var check = LabelCheck.Of(reported, set.AtRisk);
        return new ThresholdYield(Math.Round(check.Recall, 4), Math.Round(check.ShareReported, 4));
    }
}
