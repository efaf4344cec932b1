using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Cohorts.Reading.Excel;

namespace Antivirus.Model.Erasure;

/// <summary>Finds a student in the sheets of a workbook that no score came of.</summary>
internal sealed class WorkbookSearch(Workbook workbook, ReadingSummary reading, StudentId student)
{
    private const int HeaderRows = 20;
    private readonly StudentTraces _id = new([student.Text, student.Defused]);

    /// <summary>Rows with the id in a column that is named as the id column of the sheet that was read.</summary>
    public List<StudentRow> Rows { get; } = [];

    /// <summary>Whether a sheet without such a column has the id in a cell.</summary>
    public bool IsNamed { get; private set; }

    /// <summary>Whether a cell there may name the student: a short number may also be a count.</summary>
    public bool MayBeNamed { get; private set; }

    public void Run(CancellationToken cancellationToken)
    {
        foreach (var sheet in workbook.Sheets.Where(sheet => sheet.Name != reading.Sheet))
        {
            using var rows = workbook.OpenSheet(sheet, isProbe: true);
            Search(sheet.Name, rows, cancellationToken);
        }
    }

    /// <summary>The cells of a row from its first column on, cleaned as they are for comparison.</summary>
    public static string[] CellsOf(SheetRow row)
    {
        var cells = new string[row.Width];
        Array.Fill(cells, "");
        foreach (var cell in row.Cells)
        {
            cells[cell.Column - 1] = CellText.Clean(CellText.Decode(row.TextOf(cell)));
        }

        return cells;
    }

    private void Search(string sheet, SheetReader rows, CancellationToken cancellationToken)
    {
        var (row, column, read) = (new SheetRow(), -1, 0);
        while (rows.Read(row))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cells = CellsOf(row);
            if (column >= 0)
            {
                if (column < cells.Length && student.Matches(cells[column]))
                {
                    Rows.Add(new StudentRow(row.Number, row.Number, cells) { Sheet = sheet });
                }

                continue;
            }

            column = read++ < HeaderRows ? IdColumnOf(cells) : -1;
            IsNamed |= Array.Exists(cells, _id.AreIn);
            MayBeNamed |= Array.Exists(cells, cell => student.Matches(cell) || StudentTraces.HasWord(cell, student.Text));
        }
    }

    private int IdColumnOf(string[] cells)
    {
        bool IsIdColumn(string cell) => cell.Equals(reading.IdColumn, StringComparison.OrdinalIgnoreCase);
        return cells.Count(IsIdColumn) == 1 ? Array.FindIndex(cells, IsIdColumn) : -1;
    }
}
