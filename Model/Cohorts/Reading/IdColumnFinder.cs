namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Finds the column with the students' ids by its name, or as the only column left whose values can be nothing else.</summary>
/// <param name="header">Names of all columns.</param>
/// <param name="taken">Columns of the features.</param>
/// <param name="rows">The first rows below the header.</param>
internal sealed class IdColumnFinder(IReadOnlyList<string> header, int[] taken, Func<IReadOnlyList<SampleLine>> rows)
{
    private const int MinLettersAndDigits = 2;
    private const int MinDigits = 6;
    private const int MaxIdLength = 40;
    private readonly List<int> _left = ColumnsWithout(taken, header.Count);

    /// <summary>Columns that could hold the ids, for a message that asks which one does.</summary>
    public IReadOnlyList<string> Candidates => [.. _left.Where(column => header[column].Length > 0).Select(column => header[column])];

    /// <summary>The column of that name; -1 when there is none or more than one.</summary>
    public int Find(string name)
    {
        var key = TextFold.Key(name);
        var found = Enumerable.Range(0, header.Count).Where(column => TextFold.Key(header[column]) == key).Take(2).ToList();
        return found.Count == 1 ? found[0] : -1;
    }

    /// <summary>The column; -1 when that is not certain.</summary>
    /// <param name="idNames">The model's own names of it, the first one first.</param>
    public int Find(IReadOnlyList<string> idNames)
    {
        var own = idNames.Except(StudentSchema.DefaultIdNames, StringComparer.Ordinal).Select(TextFold.Key)
            .ToHashSet(StringComparer.Ordinal);
        var ofModel = _left.FindAll(column =>
            own.Contains(TextFold.Key(header[column])) || own.Contains(TextFold.Key(TextFold.WithoutNumber(header[column]))));
        if (ofModel.Count == 1)
        {
            return ofModel[0];
        }

        var known = _left.FindAll(column => StrengthOf(column) != IdStrength.None);
        return known.Count switch
        {
            0 => OnlyOneLeft(),
            1 => known[0],
            _ => Strongest(known),
        };
    }

    private IdStrength StrengthOf(int column) => IdNames.StrengthOf(header[column]);

    /// <summary>Of several columns named as ids: the student's before others, never one that repeats or counts the rows while another does
    /// not.</summary>
    private int Strongest(List<int> known)
    {
        var distinct = known.FindAll(column => IsDistinct(column) && !CountsRows(column));
        var candidates = distinct.Count > 0 ? distinct : known;
        var strength = candidates.Max(StrengthOf);
        var strongest = candidates.FindAll(column => StrengthOf(column) == strength);
        return strongest.Count == 1 ? strongest[0] : -1;
    }

    private int OnlyOneLeft()
    {
        var filled = _left.FindAll(column => header[column].Length > 0 || !IsEmpty(column));
        filled.RemoveAll(column => header[column].Length == 0 && CountsRows(column));
        return filled.Count == 1 && !IdNames.IsOther(header[filled[0]]) && IsDistinct(filled[0]) && HoldsIds(filled[0]) ? filled[0] : -1;
    }

    private IEnumerable<string> Values(int column) =>
        rows().Where(row => !SkippedRows.IsTotal(row.Cells)).Select(row => column < row.Cells.Length ? row.Cells[column] : "");

    private bool IsEmpty(int column) => Values(column).All(CellText.IsBlank);

    private bool IsDistinct(int column)
    {
        var values = Values(column).Where(value => value.Length > 0).ToList();
        return values.Count > 0 && values.Distinct(StringComparer.Ordinal).Count() == values.Count;
    }

    /// <summary>1, 2, 3 … or 0, 1, 2 …: the row's number, whatever its name.</summary>
    private bool CountsRows(int column)
    {
        var values = Values(column).Where(value => value.Length > 0).ToList();
        return int.TryParse(values.FirstOrDefault(), out var first) && first is 0 or 1
            && values.Select((value, index) => int.TryParse(value, out var number) && number == first + index).All(isNext => isNext);
    }

    /// <summary>Letters with digits, or long numbers of one length that are not rounded: no name, no note, no quantity.</summary>
    private bool HoldsIds(int column)
    {
        var values = Values(column).Where(value => value.Length > 0).ToList();
        if (values.Count < 2
            || values.Exists(value => value.Length > MaxIdLength || value.Any(char.IsWhiteSpace) || !value.Any(char.IsAsciiDigit)))
        {
            return false;
        }

        return values.TrueForAll(value => value.Length >= MinLettersAndDigits && value.Any(char.IsLetter) && !CellDates.IsDate(value))
            || (values.TrueForAll(value => value.All(char.IsAsciiDigit) && value.Length >= MinDigits && value.Length == values[0].Length)
                && !values.TrueForAll(value => value[^1] == '0'));
    }

    private static List<int> ColumnsWithout(int[] taken, int count)
    {
        // A loop: a query over numbers would be compiled at each start.
        var left = new List<int>();
        for (var column = 0; column < count; column++)
        {
            if (Array.IndexOf(taken, column) < 0)
            {
                left.Add(column);
            }
        }

        return left;
    }
}
