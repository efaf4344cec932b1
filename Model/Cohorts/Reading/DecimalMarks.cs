namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Tells from a file's first rows which mark stands before decimals in a column of numbers: 12.345 may be twelve or twelve thousand,
/// but not beside 3.1 in the same column.
/// </summary>
internal static class DecimalMarks
{
    private const int GroupDigits = 3;

    /// <returns>The marks that are certain, feature by feature in the schema's order.</returns>
    public static IReadOnlyList<string> In(StudentSchema schema, int[] columns, Func<IReadOnlyList<SampleLine>> rows)
    {
        var marks = new string[schema.Features.Count];
        var numbers = new List<int>();
        for (var feature = 0; feature < marks.Length; feature++)
        {
            marks[feature] = "";
            if (schema.Features[feature].Kind == FeatureKind.Number)
            {
                numbers.Add(feature);
            }
        }

        foreach (var row in numbers.Count == 0 ? [] : rows())
        {
            foreach (var feature in numbers)
            {
                if (columns[feature] < row.Cells.Length && MarkOf(row.Cells[columns[feature]]) is { } mark
                    && !marks[feature].Contains(mark, StringComparison.Ordinal))
                {
                    marks[feature] += mark;
                }
            }
        }

        return marks;
    }

    /// <summary>The mark of a number that is certainly a decimal one: 3.1, 0.125, 1234.567, 2.50.</summary>
    public static char? MarkOf(string cell)
    {
        var digits = cell.AsSpan().TrimStart("+-");
        var at = digits.IndexOfAny('.', ',');
        if (at < 0 || digits[(at + 1)..].IndexOfAnyExceptInRange('0', '9') >= 0 || digits[..at].IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return null;
        }

        var isCertain = digits.Length - at - 1 is > 0 and not GroupDigits || at > GroupDigits || (at > 0 && digits[0] == '0');
        return isCertain && digits.Length > at + 1 ? digits[at] : null;
    }
}
