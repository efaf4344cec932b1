using CsvHelper;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>How one file holds its students: separator, header or none, and which column is which feature.</summary>
internal sealed record CohortLayout
{
    public required char Separator { get; init; }

    /// <summary>Whether a quote after blanks opens a cell.</summary>
    public required bool Trims { get; init; }

    /// <summary>1-based line of the header; 0 for a file without one, which is read by position.</summary>
    public required long HeaderLine { get; init; }

    /// <summary>The names of all columns as the file has them; empty without a header.</summary>
    public required IReadOnlyList<string> Header { get; init; }

    /// <summary>Columns that every row must have; more are allowed where they are empty.</summary>
    public required int ColumnCount { get; init; }

    /// <summary>Columns up to the last one with a name: a row may end after these.</summary>
    public required int NamedColumnCount { get; init; }

    public required int IdColumn { get; init; }

    /// <summary>The id column as messages name it.</summary>
    public required string IdName { get; init; }

    /// <summary>The column of each feature, in the schema's order.</summary>
    public required int[] FeatureColumns { get; init; }

    /// <summary>The columns of the features as messages name them, in the schema's order.</summary>
    public required IReadOnlyList<string> FeatureNames { get; init; }

    /// <summary>Marks that certainly stand before decimals in a feature's column, in the schema's order: <c>.</c>, <c>,</c>, both or
    /// none.</summary>
    public required IReadOnlyList<string> DecimalMarks { get; init; }

    /// <summary>Some of the first rows, read already; the header may be among them.</summary>
    public required IReadOnlyList<SampleLine> FirstRows { get; init; }

    /// <summary>The file's first rows, without the header.</summary>
    public required Func<IReadOnlyList<SampleLine>> SampleRows { get; init; }

    /// <summary>Columns of the header that nothing is read from, named or not.</summary>
    public List<int> UnusedColumns
    {
        get
        {
            // A loop: a query over numbers would be compiled at each start.
            var columns = new List<int>();
            for (var column = 0; column < Header.Count; column++)
            {
                if (IsUnused(column))
                {
                    columns.Add(column);
                }
            }

            return columns;
        }
    }

    /// <summary>Columns with a name that nothing is read from.</summary>
    public IReadOnlyList<string> IgnoredColumns =>
        [.. Header.Where((name, column) => name.Length > 0 && IsUnused(column))];

    /// <summary>Whether a row of another length is whole: what it has more is empty, and what it lacks has no name.</summary>
    public bool IsWhole(CsvReader reader)
    {
        for (var column = ColumnCount; column < reader.FieldCount; column++)
        {
            if (!CellText.IsBlank(CellText.Decode(reader.GetSpan(column))))
            {
                return false;
            }
        }

        return reader.FieldCount >= NamedColumnCount;
    }

    private bool IsUnused(int column) => column != IdColumn && Array.IndexOf(FeatureColumns, column) < 0;

    /// <summary>What reads the cells of each feature's column, in the schema's order.</summary>
    public CellParser[] ParsersOf(StudentSchema schema) => [.. schema.Features.Select((feature, index) =>
        new CellParser(feature, DecimalMarks[index])
        {
            OddNumbers = feature.Kind is FeatureKind.Integer or FeatureKind.Number
                ? new OddNumbers(this, feature, FeatureColumns[index], DecimalMarks[index])
                : null,
        })];
}
