using System.Text.RegularExpressions;
using Antivirus.Model.Cohorts;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Data;

/// <summary>Students of earlier periods to train on, and those of a later one to test on.</summary>
/// <param name="Period">The period that is tested on, as the command names it.</param>
/// <param name="AndLater">Whether all periods after it are tested on too.</param>
internal sealed partial record PeriodSplit(TrainingSet Train, TrainingSet Test, string Period, bool AndLater)
{
    private const int MaxShown = 20;

    /// <summary>Splits by the profile's period column; null when neither a period nor a first one is named.</summary>
    /// <param name="period">The period to test on; all before it are trained on, those after it are left out.</param>
    /// <param name="from">The first period to test on, with all after it.</param>
    /// <exception cref="TrainingException">The profile names no period column, its values have no order, or a part would be
    /// empty.</exception>
    public static PeriodSplit? Of(TrainingSet set, Profile profile, string? period, string? from)
    {
        if ((period ?? from)?.Trim() is not { } first)
        {
            return null;
        }

        if (profile.Period is not { } column)
        {
            throw new TrainingException(
                $"Profile {profile.Name} names no column with the period; write its name into \"period\" to test on a later one.");
        }

        var known = KnownPeriods(set, column, first);
        var train = Where(set, value => PeriodOrder.Compare(value, first) < 0);
        var test = Where(set, value => PeriodOrder.Compare(value, first) is var order && (period is null ? order >= 0 : order == 0));
        return train.Length == 0
            ? throw new TrainingException($"No student is from before period {first}; column {column} has {Show(known)}.")
            : new PeriodSplit(set.Take(train), set.Take(test), first, AndLater: period is null);
    }

    /// <summary>The test students' features as a model of this schema reads them: codes that it was not trained on are new words.</summary>
    public float[] TestRows(StudentSchema trained) => Test.FlattenAs(trained);

    /// <summary>The periods in their order, each of which is certainly before or after the first one that is tested on.</summary>
    private static List<string> KnownPeriods(TrainingSet set, string column, string first)
    {
        if (set.Periods.Count(string.IsNullOrWhiteSpace) is var without and > 0)
        {
            throw new TrainingException(
                $"Column {column} is empty in {without} of {set.Count} rows, which can be neither before nor after {first}. Write their " +
                "period, or take these rows out of the file.");
        }

        var known = set.Periods.Distinct(StringComparer.Ordinal).Order(Comparer<string>.Create(PeriodOrder.Compare)).ToList();
        if (!known.Contains(first, StringComparer.Ordinal))
        {
            throw new TrainingException($"Column {column} has no period '{first}' with known outcomes; found {Show(known)}.");
        }

        return known.Find(value => !StartsWithYear().IsMatch(value)) is { } odd
            ? throw new TrainingException(
                $"Column {column} holds '{odd}', so that earlier and later periods cannot be told apart; found {Show(known)}. Write each " +
                "with its year first, as 2024-1.")
            : known.Find(value => PeriodOrder.IsUncertain(value, first)) is { } unsure
            ? throw new TrainingException(
                $"Column {column}: whether '{unsure}' is before or after '{first}' cannot be told from these words; found {Show(known)}. " +
                "Write each with numbers, as 2024-1 and 2024-2.")
            : known;
    }

    /// <summary>Whether a period's rows are not trained on, when the tested ones begin with this.</summary>
    public static Func<string, bool>? IsTested(string? period, string? from) =>
        (period ?? from)?.Trim() is { } first ? value => PeriodOrder.Compare(value, first) >= 0 : null;

    private static int[] Where(TrainingSet set, Func<string, bool> isMeant) =>
        [.. Enumerable.Range(0, set.Count).Where(index => isMeant(set.Periods[index]))];

    private static string Show(List<string> periods) =>
        string.Join(", ", periods.Take(MaxShown)) + (periods.Count > MaxShown ? $" and {periods.Count - MaxShown} more" : "");

    [GeneratedRegex("^(19|20)[0-9]{2}|^[0-9]{1,3}$")]
    private static partial Regex StartsWithYear();
}
