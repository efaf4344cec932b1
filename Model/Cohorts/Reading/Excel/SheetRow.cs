namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>One row of a sheet: the text of its filled cells, in the order of their columns.</summary>
internal sealed class SheetRow
{
    private readonly List<CellPlace> _cells = [];

    /// <summary>1-based, as the spreadsheet shows it.</summary>
    public int Number { get; set; }

    public CellBuffer Text { get; } = new();

    public IReadOnlyList<CellPlace> Cells => _cells;

    /// <summary>Columns up to the last filled cell.</summary>
    public int Width => _cells.Count == 0 ? 0 : _cells[^1].Column;

    public ReadOnlySpan<byte> TextOf(CellPlace cell) => Text.Bytes.Slice(cell.Start, cell.Length);

    public void Clear()
    {
        _cells.Clear();
        Text.Clear();
    }

    /// <summary>What was appended to the text since <paramref name="start"/> is the cell in this column; blank text is not a
    /// cell.</summary>
    public void Add(int column, int start)
    {
        if (Text.Bytes[start..].IndexOfAnyExcept(" \t\r\n"u8) >= 0)
        {
            _cells.Add(new CellPlace(column, start, Text.Length - start));
        }
    }
}

/// <summary>Where the text of one cell is.</summary>
/// <param name="Column">1-based.</param>
internal readonly record struct CellPlace(int Column, int Start, int Length);
