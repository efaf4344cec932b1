namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>The first lines of a workbook's other sheets, which may be a codebook.</summary>
internal sealed class SheetNotes
{
    private const int MaxLines = 300;
    private const int MaxCells = 8;
    // Records, since lists of tuples would be compiled at each start.
    private readonly List<SheetStart> _sheets = [];

    /// <summary>The lines with few cells, as a codebook has them.</summary>
    public IReadOnlyList<SheetNote> Lines => _sheets.Count == 0 ? [] : [.. _sheets
        .SelectMany(sheet =>
            FileSample.Read(sheet.Start, sheet.IsWhole, ',', MaxLines).Lines.Select(line => new SheetNote(sheet.Name, line)))
        .Where(note => note.Line.Cells.Count(cell => !CellText.IsBlank(cell)) <= MaxCells)];

    /// <param name="start">The sheet's first bytes, as CSV text.</param>
    public void Add(string name, ReadOnlyMemory<byte> start, bool isWhole) => _sheets.Add(new SheetStart(name, start, isWhole));

    /// <summary>Leaves out the sheet that is read.</summary>
    public void Remove(ReadOnlyMemory<byte> start) => _sheets.RemoveAll(sheet => sheet.Start.Span.SequenceEqual(start.Span));

    private sealed record SheetStart(string Name, ReadOnlyMemory<byte> Start, bool IsWhole);
}

/// <summary>A line of another sheet.</summary>
internal sealed record SheetNote(string Sheet, SampleLine Line);
