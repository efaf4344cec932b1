using System.Globalization;
using CsvHelper;

namespace Antivirus.Training.Data;

/// <summary>A labelled raw file in memory: header and rows of text.</summary>
public sealed class RawTable
{
    private const int MaxNamesShown = 40;
    private readonly ILookup<string, int> _columns;

    private RawTable(string path, List<string> header, List<(long Line, string[] Cells)> rows)
    {
        Path = path;
        Header = header;
        Rows = rows;
        _columns = Enumerable.Range(0, header.Count).ToLookup(index => header[index], StringComparer.OrdinalIgnoreCase);
    }

    public string Path { get; }

    public IReadOnlyList<string> Header { get; }

    /// <summary>Rows with the 1-based line where each starts.</summary>
    public IReadOnlyList<(long Line, string[] Cells)> Rows { get; }

    /// <exception cref="TrainingException">The file is missing, has no header, or a row has another number of columns.</exception>
    public static async Task<RawTable> ReadAsync(string path, char separator, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new TrainingException($"There is no file {path}.");
        }

        await using var file = File.OpenRead(path);
        await using var reader = CsvReader.Create(file, new CsvReaderOptions { Separator = separator, HasHeader = false, TrackLineNumbers = true, IncludeValuesInExceptions = false });
        var rows = new List<(long Line, string[] Cells)>();
        List<string>? header = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var cells = Enumerable.Range(0, reader.FieldCount).Select(index => reader.GetString(index)!.Trim()).ToArray();
            if (header is null)
            {
                header = [.. cells];
                continue;
            }

            if (cells.Length != header.Count)
            {
                throw new TrainingException($"{path}, line {reader.LineNumber}: found {cells.Length} columns, expected {header.Count} as in the header. Is the separator right?");
            }

            rows.Add((reader.LineNumber, cells));
        }

        return header is null ? throw new TrainingException($"{path} is empty.") : new RawTable(path, header, rows);
    }

    /// <summary>Reads a number; with <paramref name="decimalComma"/> a comma may stand for the point.</summary>
    public static bool TryNumber(string cell, bool decimalComma, out double number) =>
        double.TryParse(decimalComma ? cell.Replace(',', '.') : cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <exception cref="TrainingException">The file has no such column, or several.</exception>
    public int ColumnOf(string name) => _columns[name].Take(2).ToList() switch
    {
        [] => throw new TrainingException($"{Path}, line 1: there is no column '{name}'; found {string.Join(", ", Header.Take(MaxNamesShown))}{(Header.Count > MaxNamesShown ? $" and {Header.Count - MaxNamesShown} more" : "")}."),
        [var index] => index,
        _ => throw new TrainingException(RepeatedName(name)),
    };

    /// <exception cref="TrainingException">Two columns have the same name.</exception>
    public void CheckNamesOnce()
    {
        if (_columns.FirstOrDefault(same => same.Key.Length > 0 && same.Skip(1).Any()) is { } repeated)
        {
            throw new TrainingException(RepeatedName(repeated.Key));
        }
    }

    private string RepeatedName(string name) =>
        $"{Path}, line 1: columns {string.Join(" and ", _columns[name].Select(index => index + 1))} are both named '{name}'. Rename one of them: which of the two is meant cannot be known.";
}
