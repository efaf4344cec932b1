using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Outcomes;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Drafts;

/// <summary>Drafts one column of the profile, so that all its cells can be read as drafted.</summary>
internal static class ColumnDraft
{
    private const int MaxWords = 40;
    private const int MaxShown = 3;

    /// <param name="isVaried">Whether the rows with a target hold more than one value.</param>
    /// <returns>No column where it is left out; the reason always.</returns>
    public static (ProfileColumn? Column, string Reason) From(ColumnValues values, bool isVaried) => values switch
    {
        { Name.Length: 0 } => (null, "it has no name"),
        { Distinct.Count: 0 } => (null, "it is empty in all rows"),
        _ when ColumnNames.IsPersonal(values.Name) => (null, "it is named as personal data, which is not a reason for a risk"),
        _ when values.AreRowNumbers => (null, "it numbers the rows"),
        { AreIds: true } => (null, "it holds long numbers of one length that never repeat, as ids do"),
        _ when LaterNames.ReasonFor(values.Name, values is { AreNumbers: true } && values.Numbers.Max() > 1) is { } later =>
            (null, later + "; add it to the profile's columns by hand if it is known when students are scored"),
        _ when !isVaried => (null, "it is the same in all rows that have a target"),
        { AreDates: true } => (null, "it holds dates; a number of days or months could be a feature"),
        _ => Verified(values, Draft(values)),
    };

    private static ProfileColumn Draft(ColumnValues values)
    {
        var column = new ProfileColumn
        {
            Name = values.Name,
            Kind = FeatureKind.Category,
            AllowsEmpty = values.HasMissing,
            Sensitive = SensitiveNames.IsSensitive(values.Name),
            LabelEs = values.Name,
            LabelEn = values.Name,
        };
        var truths = values.AreNumbers ? [] : TruthWords.Of([.. values.Distinct.Take(MaxWords + 1)]);
        return truths switch
        {
            _ when values.AreShares => column with { Kind = FeatureKind.Number, Minimum = 0, Maximum = 1 },
            _ when values.AreNumbers => Numeric(column, [.. values.Numbers]),
            _ when truths.Contains(true) && truths.Contains(false) && !truths.Contains(null) =>
                column with
                {
                    Kind = FeatureKind.Binary,
                    Words = [.. values.Distinct.Select((word, index) => new CategoryWord(word, truths[index] == true ? 1 : 0))]
                },
            _ => column with { Words = [.. Coded(values)] },
        };
    }

    private static ProfileColumn Numeric(ProfileColumn column, List<double> numbers)
    {
        var isWhole = numbers.TrueForAll(number => number == Math.Truncate(number));
        return numbers.TrueForAll(number => number is 0 or 1)
            ? column with { Kind = FeatureKind.Binary }
            : column with { Kind = isWhole ? FeatureKind.Integer : FeatureKind.Number, Minimum = numbers.Min(), Maximum = numbers.Max() };
    }

    /// <summary>A word that is a whole number is its own code, since a cell is read as a code before it is read as a word.</summary>
    private static IEnumerable<CategoryWord> Coded(ColumnValues values)
    {
        var taken = values.Numbers.Where(number => number == Math.Truncate(number)).Select(number => (float)number).ToHashSet();
        var next = 0;
        foreach (var word in values.Distinct.Take(MaxWords + 1))
        {
            if (values.Number(word) is { } number && taken.Contains((float)number))
            {
                yield return new CategoryWord(word, (float)number);
                continue;
            }

            while (taken.Contains(next))
            {
                next++;
            }

            yield return new CategoryWord(word, next++);
        }
    }

    private static (ProfileColumn? Column, string Reason) Verified(ColumnValues values, ProfileColumn column)
    {
        if (Amounts(values) is { Count: > 0 } amounts)
        {
            return (null,
                $"it holds {amounts[0]} and the like: write plain numbers, without %, currency and thousands separators, to make it a " +
                "feature");
        }

        if (column.Words.Count > MaxWords)
        {
            return (null, TooManyWords(values));
        }

        var cells = new FeatureCells(column.ToFeature(), values.DecimalMarks);
        var unread = values.Distinct.Where(value => !cells.TryParse(value, out _))
            .Concat(column.AllowsEmpty && !cells.TryParse("", out _) ? [""] : []).Take(MaxShown).ToList();
        return unread.Count > 0
            ? (null, $"\"{string.Join("\", \"", unread)}\" cannot be read as {cells.Expected}")
            : (column, Describe(column));
    }

    /// <summary>Text of a column of words that would be numbers but for signs.</summary>
    private static List<string> Amounts(ColumnValues values) =>
        values.AreNumbers || values.AreShares ? [] : [.. values.Distinct.Where(AmountText.IsAmount).Take(1)];

    private static string TooManyWords(ColumnValues values)
    {
        var others = values.Distinct.Where(value => values.Number(value) is null).ToList();
        return others.Count * 2 > values.Distinct.Count
            ? $"it holds {Count.Of(values.Distinct.Count, "different text")}, which is too many for categories"
            : $"it holds numbers and also \"{string.Join("\", \"", others.Take(MaxShown))}\"; empty these cells to make it a feature";
    }

    private static string Describe(ProfileColumn column) => column switch
    {
        { Kind: FeatureKind.Binary } => "yes or no",
        { Kind: FeatureKind.Category } => Count.Of(column.Words.Select(word => word.Code).Distinct().Count(), "word"),
        { Kind: FeatureKind.Integer } => FormattableString.Invariant($"whole numbers from {column.Minimum} to {column.Maximum}"),
        _ => FormattableString.Invariant($"numbers from {column.Minimum} to {column.Maximum}"),
    }
    + (column.AllowsEmpty ? ", some missing" : "")
    + (column.Sensitive ? "; named as sensitive, so it serves the fairness table only (\"feature\": true would make it a feature)" : "");
}
