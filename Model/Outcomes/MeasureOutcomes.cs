using Antivirus.Model.Evaluation;

namespace Antivirus.Model.Outcomes;

/// <summary>Measures a joined report.</summary>
public static class MeasureOutcomes
{
    private const int Deciles = 10;
    private const int Steps = 20;

    /// <param name="capacity">How many could be called; as many as the report named when null.</param>
    /// <param name="sensitive">Values of each sensitive column by student's id; empty where they are not known.</param>
    public static OutcomeReport Of(OutcomeJoin join, int? capacity, CardPromise? card = null,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? sensitive = null)
    {
        var students = join.Students;
        double[] scores = [.. students.Select(student => student.Score)];
        bool[] outcomes = [.. students.Select(student => student.AtRisk)];
        var (auc, atRisk) = (Finite(ScoreMetrics.Auc(scores, outcomes)), outcomes.Count(outcome => outcome));
        return new OutcomeReport
        {
            Students = join.InReport,
            Measured = students.Count,
            AtRisk = atRisk,
            Labels = join.Labels,
            Auc = auc,
            AucError = auc is { } area ? Round(ScoreMetrics.AucError(area, atRisk, students.Count - atRisk)) : null,
            Brier = students.Count == 0 ? 0 : Round(ScoreMetrics.Brier(scores, outcomes)),
            CalibrationError = students.Count == 0 ? 0 : Round(ScoreMetrics.CalibrationError(scores, outcomes)),
            Reported = List(join, join.Reported, student => student.Reported),
            AtCapacity = First(join, Math.Min(capacity ?? join.Reported, join.InReport)),
            Along = [.. Enumerable.Range(1, Steps).Select(step => (int)Math.Ceiling((double)join.InReport * step / Steps)).Distinct()
                .Select(called => First(join, called))],
            Deciles = [.. DecilesOf(students)],
            Groups = [.. (sensitive ?? new Dictionary<string, IReadOnlyDictionary<string, string>>())
                .SelectMany(column => GroupsOf(column.Key, column.Value, students))],
            Card = card,
        };
    }

    private static ListMeasure First(OutcomeJoin join, int called) => List(join, called, student => student.Place <= called);

    private static ListMeasure List(OutcomeJoin join, int called, Func<JoinedStudent, bool> isOnList)
    {
        var measured = join.Students.Where(isOnList).ToList();
        var (found, all) = (measured.Count(student => student.AtRisk), join.Students.Count(student => student.AtRisk));
        double? lift = all == 0 || measured.Count == 0 ? null : Round((double)found / measured.Count * join.Students.Count / all);
        return new ListMeasure(called, measured.Count, new Proportion(found, measured.Count), new Proportion(found, all), lift);
    }

    private static IEnumerable<CalibrationDecile> DecilesOf(IReadOnlyList<JoinedStudent> students)
    {
        var ordered = students.OrderByDescending(student => student.Place).ToArray();
        for (var decile = 0; decile < Deciles; decile++)
        {
            var part = ordered[(decile * ordered.Length / Deciles)..((decile + 1) * ordered.Length / Deciles)];
            if (part.Length > 0)
            {
                yield return new CalibrationDecile(decile + 1, part.Length, Round(part.Average(student => student.Score)),
                    new Proportion(part.Count(student => student.AtRisk), part.Length));
            }
        }
    }

    private static IEnumerable<OutcomeGroup> GroupsOf(string column, IReadOnlyDictionary<string, string> values,
        IReadOnlyList<JoinedStudent> students)
    {
        var known = students.Where(student => values.ContainsKey(student.Id)).ToArray();
        foreach (var (group, members) in SensitiveGroups.Of([.. known.Select(student => values[student.Id])]))
        {
            var own = Array.ConvertAll(members, index => known[index]);
            var (atRisk, others) = (Array.FindAll(own, student => student.AtRisk), Array.FindAll(own, student => !student.AtRisk));
            yield return new OutcomeGroup(
                column,
                group,
                own.Length,
                own.Length < SensitiveGroups.FewStudents,
                Round((double)atRisk.Length / own.Length),
                Finite(ScoreMetrics.Auc(Array.ConvertAll(own, student => student.Score), Array.ConvertAll(own, student => student.AtRisk))),
                new Proportion(atRisk.Count(student => student.Reported), atRisk.Length),
                new Proportion(others.Count(student => student.Reported), others.Length),
                Round(own.Average(student => student.Score)));
        }
    }

    private static double? Finite(double value) => double.IsFinite(value) ? Round(value) : null;

    private static double Round(double value) => Math.Round(value, 4);
}
