using System.Text.RegularExpressions;
using Antivirus.Model.Cohorts;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Data;

/// <summary>Students of earlier periods to train on, and those of a later one to test on.</summary>
/// <param name="Period">The period that is tested on, as the command names it.</param>
internal sealed partial record PeriodSplit(TrainingSet Train, TrainingSet Test, string Period)
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

        var known = set.Periods.Distinct(StringComparer.Ordinal).Order(Comparer<string>.Create(Compare)).ToList();
        if (!known.Contains(first, StringComparer.Ordinal))
        {
            throw new TrainingException($"Column {column} has no period '{first}'; found {Show(known)}.");
        }

        if (known.Find(value => !StartsWithYear().IsMatch(value)) is { } odd)
        {
            throw new TrainingException(
                $"Column {column} holds '{odd}', so that earlier and later periods cannot be told apart; found {Show(known)}. Write each " +
                "with its year first, as 2024-1.");
        }

        var train = Where(set, value => Compare(value, first) < 0);
        return train.Length == 0
            ? throw new TrainingException($"No student is from before period {first}; column {column} has {Show(known)}.")
            : new PeriodSplit(set.Take(train), set.Take(Where(set, value =>
                period is not null ? value == first : Compare(value, first) >= 0)), period is not null ? first : $"{first} and later");
    }

    /// <summary>The test students' features as a model of this schema reads them: codes that it was not trained on are new words.</summary>
    public float[] TestRows(StudentSchema trained) => Test.FlattenAs(trained);

    private static int[] Where(TrainingSet set, Func<string, bool> isMeant) =>
        [.. Enumerable.Range(0, set.Count).Where(index => isMeant(set.Periods[index]))];

    private static string Show(List<string> periods) =>
        string.Join(", ", periods.Take(MaxShown)) + (periods.Count > MaxShown ? $" and {periods.Count - MaxShown} more" : "");

    /// <summary>Numbers by their value, all else by its characters: 2013-2 comes before 2013-10 and 2014-1.</summary>
    private static int Compare(string left, string right)
    {
        var (lefts, rights) = (Part().Matches(left), Part().Matches(right));
        for (var part = 0; part < Math.Min(lefts.Count, rights.Count); part++)
        {
            var (one, other) = (lefts[part].Value, rights[part].Value);
            var order = char.IsAsciiDigit(one[0]) && char.IsAsciiDigit(other[0])
                ? one.TrimStart('0').Length != other.TrimStart('0').Length
                    ? one.TrimStart('0').Length.CompareTo(other.TrimStart('0').Length)
                    : string.CompareOrdinal(one.TrimStart('0'), other.TrimStart('0'))
                : string.CompareOrdinal(one, other);
            if (order != 0)
            {
                return order;
            }
        }

        return lefts.Count.CompareTo(rights.Count);
    }

    [GeneratedRegex("^(19|20)[0-9]{2}|^[0-9]{1,3}$")]
    private static partial Regex StartsWithYear();

    [GeneratedRegex("[0-9]+|[^0-9]+")]
    private static partial Regex Part();
}
