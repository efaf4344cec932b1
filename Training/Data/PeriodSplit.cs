using Antivirus.Model.Cohorts;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Data;

/// <summary>Students of earlier periods to train on, and those of a later one to test on.</summary>
/// <param name="Period">The period that is tested on, as the command names it.</param>
/// <param name="AndLater">Whether all periods after it are tested on too.</param>
internal sealed record PeriodSplit(TrainingSet Train, TrainingSet Test, string Period, bool AndLater)
{
    private const int MaxShown = 20;

    /// <summary>Splits by the profile's period column; null when neither a period nor a first one is named.</summary>
    /// <param name="set">Read with the first tested period, and so with periods that <see cref="Check"/> found in order.</param>
    /// <param name="period">The period to test on; all before it are trained on, those after it are left out.</param>
    /// <param name="from">The first period to test on, with all after it.</param>
    public static PeriodSplit? Of(TrainingSet set, string? period, string? from)
    {
        if ((period ?? from)?.Trim() is not { } first)
        {
            return null;
        }

        var train = Where(set, value => PeriodOrder.Compare(value, first) < 0);
        var test = Where(set, value => PeriodOrder.Compare(value, first) is var order && (period is null ? order >= 0 : order == 0));
        return new PeriodSplit(set.Take(train), set.Take(test), first, AndLater: period is null);
    }

    /// <summary>The test students' features as a model of this schema reads them: codes that it was not trained on are new words.</summary>
    public float[] TestRows(StudentSchema trained) => Test.FlattenAs(trained);

    /// <summary>Checks that each period is certainly before or after the first one that is tested on, and that both kinds are
    /// there.</summary>
    /// <param name="periods">Of each row; empty where the file has no such column.</param>
    /// <exception cref="TrainingException">The profile names no period column, its values have no order, or a part would be
    /// empty.</exception>
    public static void Check(IReadOnlyList<string> periods, Profile profile, string first)
    {
        if (profile.Period is not { } column)
        {
            throw new TrainingException(
                $"Profile {profile.Name} names no column with the period; write its name into \"period\" to test on a later one.");
        }

        var known = periods.Distinct(StringComparer.Ordinal).Order(Comparer<string>.Create(PeriodOrder.Compare)).ToList();
        if (ObjectionTo(periods, known, column, first) is { } objection)
        {
            throw new TrainingException(objection);
        }
    }

    private static string? ObjectionTo(IReadOnlyList<string> periods, List<string> known, string column, string first) => known switch
    {
        [] => $"The file has no column {column}, which the profile names as the period; write the name that the file has into " +
            "\"period\".",
        _ when periods.Count(string.IsNullOrWhiteSpace) is var without and > 0 =>
            $"Column {column} is empty in {without} of {periods.Count} rows, which can be neither before nor after {first}. Write their " +
            "period, or take these rows out of the file.",
        _ when !known.Contains(first, StringComparer.Ordinal) =>
            $"Column {column} has no period '{first}' with known outcomes; found {Show(known)}.",
        _ when known.Find(value => !PeriodOrder.IsDated(value)) is { } odd =>
            $"Column {column} holds '{odd}', so that earlier and later periods cannot be told apart; found {Show(known)}. Write each " +
            "with its year, as 2024-1.",
        _ when known.Find(value => PeriodOrder.IsUncertain(value, first)) is { } unsure =>
            $"Column {column}: whether '{unsure}' is before or after '{first}' cannot be told from these words; found {Show(known)}. " +
            "Write each with numbers, as 2024-1 and 2024-2.",
        _ when !known.Exists(value => PeriodOrder.Compare(value, first) < 0) =>
            $"No student is from before period {first}; column {column} has {Show(known)}.",
        _ => null,
    };

    private static int[] Where(TrainingSet set, Func<string, bool> isMeant) =>
        [.. Enumerable.Range(0, set.Count).Where(index => isMeant(set.Periods[index]))];

    private static string Show(List<string> periods) =>
        string.Join(", ", periods.Take(MaxShown)) + (periods.Count > MaxShown ? $" and {periods.Count - MaxShown} more" : "");
}
