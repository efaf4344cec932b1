using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading.Excel;
using SpreadCheetah;
using SpreadCheetah.Worksheets;

namespace Antivirus.Model.Reports.Workbooks;

/// <summary>Writes a stored report as an Excel workbook: one sheet of students, one of rejected rows, both ready to be filtered.</summary>
public static class ReportWorkbook
{
    /// <summary>Of one sheet, the header included.</summary>
    private const int MaxRows = 1_048_576;
    private const int MaxCellLength = 32_767;
    private const double Width = 16;
    private const double LongWidth = 80;
    private static readonly string[] LongColumns = ["Factores", "Encontrado", "Esperado", "Found", "Expected"];

    /// <param name="report">The stored report, null when only rows were rejected; it stays open, as the other streams do.</param>
    /// <param name="problems">The list of rejected rows; null when there is none.</param>
    public static Task WriteAsync(Stream? report, Stream? problems, Stream output, ReportLanguage language,
        CancellationToken cancellationToken)
    {
        var isEnglish = language == ReportLanguage.English;
        return WorkbookOutput.WriteAsync(
            output,
            async workbook =>
            {
                var styles = new WorkbookStyles(workbook);
                if (report is not null)
                {
                    await WriteAsync(workbook, styles, isEnglish ? "Report" : "Reporte", report, cancellationToken);
                }

                if (problems is not null)
                {
                    await WriteAsync(workbook, styles, isEnglish ? "Rejected rows" : "Filas rechazadas", problems, cancellationToken);
                }
            },
            cancellationToken);
    }

    /// <summary>More rows than a sheet can have go on in another one.</summary>
    private static async Task WriteAsync(Spreadsheet workbook, WorkbookStyles styles, string name, Stream content,
        CancellationToken cancellationToken)
    {
        await using var table = await ReportTable.OpenAsync(content, cancellationToken);
        var cells = new Cell[table.Header.Count];
        var sheets = 1;
        await StartAsync(workbook, styles, name, table, cancellationToken);
        while (await table.ReadAsync(cancellationToken))
        {
            if (workbook.NextRowNumber > MaxRows)
            {
                sheets++;
                await StartAsync(workbook, styles, $"{name} {sheets}", table, cancellationToken);
            }

            for (var column = 0; column < cells.Length; column++)
            {
                cells[column] = CellOf(table, column, styles);
            }

            await workbook.AddRowAsync(cells, cancellationToken);
        }
    }

    private static async Task StartAsync(Spreadsheet workbook, WorkbookStyles styles, string name, ReportTable table,
        CancellationToken cancellationToken)
    {
        var columns = table.Header.Count;
        var options = new WorksheetOptions
        {
            FrozenRows = 1,
            AutoFilter = columns == 0 ? null : new AutoFilterOptions($"A1:{ColumnName.Of(columns)}{MaxRows}")
        };
        for (var column = 1; column <= columns; column++)
        {
            options.Column(column).Width = LongColumns.Contains(table.Header[column - 1]) ? LongWidth : Width;
        }

        await workbook.StartWorksheetAsync(name, options, cancellationToken);
        await workbook.AddHeaderRowAsync([.. table.Header], styles.Header, cancellationToken);
    }

    private static Cell CellOf(ReportTable table, int column, WorkbookStyles styles)
    {
        if (table.Number(column) is { } number)
        {
            return new Cell(number, table.IsScore(column) ? styles.Score : styles.Plain);
        }

        var text = table.Text(column);
        return new Cell(text.Length > MaxCellLength ? text[..MaxCellLength] : text, styles.Text);
    }
}
