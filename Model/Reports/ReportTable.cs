using System.Globalization;
using CsvHelper;

namespace Antivirus.Model.Reports;

/// <summary>Reads a stored report, or its list of rejected rows, row by row.</summary>
internal sealed class ReportTable : IAsyncDisposable
{
    private const string ScoreColumn = "Probabilidad";
    private const string OrderColumn = "Orden";
    private const string LineColumnEs = "Linea";
    private const string LineColumnEn = "Line";
    private static readonly CsvReaderOptions Csv =
        new() { Separator = ',', HasHeader = false, IncludeValuesInExceptions = false, DetectSeparatorHint = false };
    private readonly CsvReader _reader;

    private ReportTable(CsvReader reader) => _reader = reader;

    /// <summary>The names of the columns; empty for an empty file.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <param name="content">The CSV text; it stays open.</param>
    public static async Task<ReportTable> OpenAsync(Stream content, CancellationToken cancellationToken)
    {
        var table = new ReportTable(CsvReader.Create(content, Csv));
        if (await table.ReadAsync(cancellationToken))
        {
            table.Header = [.. Enumerable.Range(0, table._reader.FieldCount).Select(table.Text)];
        }

        return table;
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken) => _reader.ReadAsync(cancellationToken);

    public string Text(int column) => column < _reader.FieldCount ? _reader.GetString(column) ?? "" : "";

    /// <summary>The column's number in this row; null where it holds text, as ids do even of digits alone.</summary>
    public double? Number(int column) =>
        IsNumeric(column) && double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : null;

    public bool IsScore(int column) => Header[column] == ScoreColumn;

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private bool IsNumeric(int column) => IsScore(column) || Header[column] is LineColumnEs or LineColumnEn or OrderColumn;
}
