using Antivirus.Model.Cohorts.Reading.Excel;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Reads the records of a file that was read before, by what was decided then: no model is asked, and no row refused.</summary>
internal sealed class FileRecords : IAsyncDisposable
{
    private readonly CohortSource _source;
    private readonly RecordReader _records;
    private readonly ReadingSummary _reading;

    private FileRecords(CohortSource source, ReadingSummary reading, char separator)
    {
        _source = source;
        _reading = reading;
        var trims = FileSample.Read(source.Start, source.IsWhole, separator, maxLines: 1).Trims;
        _records = new RecordReader(source.OpenText(), separator, trims);
    }

    /// <summary>Names of the columns; empty for a file without a header.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    public RecordReader Records => _records;

    /// <exception cref="CohortFormatException">It is not the file that was read then.</exception>
    public static async Task<FileRecords> OpenAsync(Stream file, ReadingSummary reading, CancellationToken cancellationToken)
    {
        var source = await CohortSource.OpenAsync(file, new SheetChoice(reading.Sheet), ReportLanguage.Spanish, cancellationToken,
            long.MaxValue, long.MaxValue);
        try
        {
            var records = new FileRecords(source, reading, reading.Separator is [var separator, ..] ? separator : ',');
            await records.SkipHeaderAsync(cancellationToken);
            return records;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>The index of a column by the name that the file has for it; -1 where none or several have it.</summary>
    public int ColumnOf(string name)
    {
        var columns = Enumerable.Range(0, Header.Count).Where(column => Header[column] == name).ToList();
        return columns.Count == 1 ? columns[0] : -1;
    }

    /// <summary>The record's cells, cleaned as they are for comparison.</summary>
    public string[] Cells() => FileSample.CellsOf(_records);

    /// <summary>The record's cells as they stand.</summary>
    public string[] Texts()
    {
        var texts = new string[_records.Current.FieldCount];
        for (var column = 0; column < texts.Length; column++)
        {
            texts[column] = CellText.Decode(_records.Current.GetSpan(column));
        }

        return texts;
    }

    public async ValueTask DisposeAsync()
    {
        await _records.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task SkipHeaderAsync(CancellationToken cancellationToken)
    {
        if (_reading.HeaderLine is not { } line)
        {
            return;
        }

        while (await _records.ReadAsync(cancellationToken) && _records.Line < line)
        {
        }

        Header = _records.Line == line ? Cells() : [];
        _records.ColumnCount = Header.Select((name, column) => name.Length > 0 ? column + 1 : 0).DefaultIfEmpty().Max();
    }
}
