using CsvHelper;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>How one file holds its students: separator, header or none, and which column is which feature.</summary>
internal sealed record CohortLayout
{
    private static readonly char[] Separators = [',', ';', '\t'];

    public required char Separator { get; init; }

    public required bool HasHeader { get; init; }

    /// <summary>Columns that every row must have.</summary>
    public required int ColumnCount { get; init; }

    public required int IdColumn { get; init; }

    /// <summary>The column of each feature, in the schema's order.</summary>
    public required int[] FeatureColumns { get; init; }

    /// <summary>Reads the layout off the first line.</summary>
    /// <param name="start">The file's first bytes, as UTF-8.</param>
    /// <exception cref="CohortFormatException">It is a header, and lacks a column or names one twice.</exception>
    public static CohortLayout Detect(ReadOnlyMemory<byte> start, StudentSchema schema, ProblemTexts texts)
    {
        var lines = Array.ConvertAll(Separators, separator => new SplitLine(separator, FirstLine(start, separator)));
        var named = lines.MaxBy(line => CountNames(line.Cells, schema))!;
        if (CountNames(named.Cells, schema) > 0)
        {
            return FromHeader(named.Separator, named.Cells, schema, texts);
        }

        var columns = schema.Features.Count + 1;
        var line = Array.Find(lines, candidate => candidate.Cells.Count == columns) ?? lines.MaxBy(candidate => candidate.Cells.Count)!;
        return LooksLikeHeader(line.Cells, schema)
            ? FromHeader(line.Separator, line.Cells, schema, texts)
            : InModelOrder(line.Separator, schema);
    }

    private static CohortLayout InModelOrder(char separator, StudentSchema schema) => new()
    {
        Separator = separator,
        HasHeader = false,
        ColumnCount = schema.Features.Count + 1,
        IdColumn = 0,
        FeatureColumns = [.. Enumerable.Range(1, schema.Features.Count)],
    };

    private static CohortLayout FromHeader(char separator, List<byte[]> cells, StudentSchema schema, ProblemTexts texts)
    {
        var names = cells.ConvertAll(CellNames.Normalize);
        var columns = schema.Features.Select(feature => ColumnOf(names, [feature.Name, .. feature.Aliases], feature.Name, texts)).ToArray();
        var missing = schema.Features.Where((_, index) => columns[index] < 0).Select(feature => feature.Name).ToList();
        if (missing.Count > 0)
        {
            throw Problem(null, CellText.Show(cells.SelectMany(cell => (byte[])[.. cell, (byte)separator]).ToArray()), texts.MissingColumns(missing));
        }

        var id = ColumnOf(names, schema.IdNames, schema.IdNames[0], texts);
        id = id >= 0 ? id : Enumerable.Range(0, names.Count).Except(columns).FirstOrDefault(-1);
        return id < 0
            ? throw Problem(null, CellText.Show(cells[0]), texts.IdColumn)
            : new CohortLayout { Separator = separator, HasHeader = true, ColumnCount = names.Count, IdColumn = id, FeatureColumns = columns };
    }

    private static int ColumnOf(List<string> names, IEnumerable<string> wanted, string shown, ProblemTexts texts)
    {
        var normalized = wanted.Select(CellNames.Normalize).ToHashSet(StringComparer.Ordinal);
        var found = Enumerable.Range(0, names.Count).Where(index => normalized.Contains(names[index])).Take(2).ToList();
        return found.Count switch
        {
            0 => -1,
            1 => found[0],
            _ => throw Problem(shown, shown, texts.ColumnOnce(shown)),
        };
    }

    private static int CountNames(List<byte[]> cells, StudentSchema schema)
    {
        var names = cells.Select(CellNames.Normalize).ToHashSet(StringComparer.Ordinal);
        return schema.Features.Count(feature => names.Contains(CellNames.Normalize(feature.Name)) || feature.Aliases.Any(alias => names.Contains(CellNames.Normalize(alias))));
    }

    /// <summary>A first line in which no cell but the first could be a value is a header, be it of unknown columns: never read by position.</summary>
    private static bool LooksLikeHeader(List<byte[]> cells, StudentSchema schema)
    {
        var parsers = schema.Features.Select(feature => new CellParser(feature with { Minimum = null, Maximum = null }, decimalComma: true)).ToList();
        return cells.Count > 1
            && cells.Skip(1).All(cell => cell.Length > 0 && !parsers.Exists(parser => parser.TryParse(cell, out _)));
    }

    private static List<byte[]> FirstLine(ReadOnlyMemory<byte> start, char separator)
    {
        using var reader = CsvReader.Create(start, CohortReader.ParserOptions(separator));
        var cells = new List<byte[]>();
        if (reader.Read())
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                cells.Add(reader.GetSpan(column).ToArray());
            }
        }

        return cells;
    }

    private static CohortFormatException Problem(string? column, string found, string expected) =>
        new(new RowProblem(1, column, found, expected));

    /// <summary>The first line as one separator splits it.</summary>
    private sealed record SplitLine(char Separator, List<byte[]> Cells);
}

/// <summary>Names of columns as they are compared: case, spaces around, and a tab that a spreadsheet left do not count.</summary>
internal static class CellNames
{
    public static string Normalize(byte[] cell) => Normalize(CellText.Decode(cell));

    public static string Normalize(string name) => name.Trim().ToLowerInvariant();
}
