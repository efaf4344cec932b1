using System.Runtime.CompilerServices;
using CsvHelper;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What a label in a column that is not used makes of its row.</summary>
internal enum RowVerdict
{
    Student,
    Statistic,

    /// <summary>The id looks like a student's, and the label like a statistic's.</summary>
    Unsure,
}

/// <summary>
/// Knows the rows of sums and averages whose cells all look like a student's: by the label in a column that nothing is read from.
/// A word that stands beside several students is a value of its column, as the scholarship Total is.
/// </summary>
internal sealed class StatisticRows
{
    private const int MinStudentsOfValue = 2;
    private const int MinPlainRows = 3;
    private readonly CohortLayout _layout;
    private readonly int[] _unused;
    private readonly bool[] _holdsNames;
    private readonly Lazy<List<string>> _sampleIds;
    private readonly Lazy<IdShape> _shape;
    private readonly Lazy<HashSet<(int Column, string Word)>> _values;

    public StatisticRows(CohortLayout layout)
    {
        _layout = layout;
        _unused = [.. layout.UnusedColumns];
        _holdsNames = Array.ConvertAll(_unused, column => IdNames.IsName(layout.Header[column]));
        _sampleIds = new Lazy<List<string>>(FindSampleIds, isThreadSafe: false);
        _shape = new Lazy<IdShape>(() => new IdShape(SampleIds), isThreadSafe: false);
        _values = new Lazy<HashSet<(int, string)>>(FindValues, isThreadSafe: false);
    }

    /// <summary>The ids of the first rows that hold students.</summary>
    public IReadOnlyCollection<string> SampleIds => _sampleIds.Value;

    /// <summary>How the file's ids look.</summary>
    public IdShape Ids => _shape.Value;

    /// <summary>Whether the row may have a label; false for most rows of students.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayBe(CsvReader row) => _unused.Length > 0 && HasLabel(row);

    /// <summary>What the row is, by its labels.</summary>
    /// <param name="column">The column with the label that decided.</param>
    public RowVerdict Judge(string[] cells, string id, out int column)
    {
        column = -1;
        for (var index = 0; index < _unused.Length; index++)
        {
            var cell = _unused[index] < cells.Length ? cells[_unused[index]] : "";
            if (!StatisticLabels.Is(cell))
            {
                continue;
            }

            var likeness = Ids.Compare(id);
            column = _unused[index];
            if (likeness == IdLikeness.Other)
            {
                return RowVerdict.Statistic;
            }

            var isName = _holdsNames[index] && likeness == IdLikeness.Same && StatisticLabels.IsAmbiguous(cell);
            if (!isName && !IsValue(column, cell))
            {
                return id.Length == 0 && !StatisticLabels.IsAmbiguous(cell) ? RowVerdict.Statistic : RowVerdict.Unsure;
            }
        }

        return RowVerdict.Student;
    }

    /// <summary>Whether several students of the first rows have that word in that column.</summary>
    public bool IsValue(int column, string cell) => _values.Value.Contains((column, TextFold.Fold(cell)));

    private bool HasLabel(CsvReader row)
    {
        foreach (var column in _unused)
        {
            if (column < row.FieldCount && StatisticLabels.MayBe(row.GetSpan(column)))
            {
                return true;
            }
        }

        return false;
    }

    private List<string> FindSampleIds()
    {
        var rows = _layout.SampleRows().Where(HoldsStudent).ToList();
        var plain = rows.FindAll(row => !LabelsOf(row).Any());
        if (plain.Count < MinPlainRows)
        {
            var repeated = rows.SelectMany(LabelsOf).CountBy(label => label).Where(label => label.Value >= MinStudentsOfValue)
                .Select(label => label.Key).ToHashSet();
            plain = rows.FindAll(row => LabelsOf(row).All(repeated.Contains));
        }

        return [.. plain.Select(IdOf)];
    }

    private IEnumerable<(int Column, string Word)> LabelsOf(SampleLine row) => _unused.Concat(_layout.FeatureColumns)
        .Where(column => column < row.Cells.Length && StatisticLabels.Is(row.Cells[column]))
        .Select(column => (column, TextFold.Fold(row.Cells[column])));

    private bool HoldsStudent(SampleLine row) =>
        IdOf(row) is { Length: > 0 } id && !StatisticLabels.Is(id) && !Footnotes.Is(id)
        && Array.Exists(_layout.FeatureColumns, column => column < row.Cells.Length && row.Cells[column].Length > 0);

    private string IdOf(SampleLine row) => _layout.IdColumn < row.Cells.Length ? row.Cells[_layout.IdColumn] : "";

    /// <summary>Labels that stand beside several students of the first rows, each with an id of its own.</summary>
    private HashSet<(int Column, string Word)> FindValues()
    {
        var students = _layout.SampleRows().Where(HoldsStudent).GroupBy(IdOf, StringComparer.Ordinal).Where(rows => rows.Count() == 1)
            .Select(rows => rows.Single()).Where(row => Ids.Compare(IdOf(row)) == IdLikeness.Same);
        return students
            .SelectMany(LabelsOf)
            .CountBy(label => label)
            .Where(label => label.Value >= MinStudentsOfValue)
            .Select(label => label.Key)
            .ToHashSet();
    }
}
