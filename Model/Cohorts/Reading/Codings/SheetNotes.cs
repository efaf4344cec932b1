namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>The first lines of a workbook's other sheets, which may be a codebook.</summary>
internal sealed class SheetNotes
{
    private const int MaxLines = 300;
    private const int MaxCells = 8;
    private readonly List<(string Name, ReadOnlyMemory<byte> Start, bool IsWhole)> _sheets = [];

    /// <summary>The lines with few cells, as a codebook has them.</summary>
    public IEnumerable<(string Sheet, SampleLine Line)> Lines => _sheets
        .SelectMany(sheet => FileSample.Read(sheet.Start, sheet.IsWhole, ',', MaxLines).Lines.Select(line => (sheet.Name, line)))
        .Where(note => note.line.Cells.Count(cell => !CellText.IsBlank(cell)) <= MaxCells);

    /// <param name="start">The sheet's first bytes, as CSV text.</param>
    public void Add(string name, ReadOnlyMemory<byte> start, bool isWhole) => _sheets.Add((name, start, isWhole));

    /// <summary>Leaves out the sheet that is read.</summary>
    public void Remove(ReadOnlyMemory<byte> start) => _sheets.RemoveAll(sheet => sheet.Start.Span.SequenceEqual(start.Span));
}
