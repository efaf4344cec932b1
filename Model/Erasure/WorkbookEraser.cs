using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Reports.Workbooks;
using SpreadCheetah;
using SpreadCheetah.Worksheets;

namespace Antivirus.Model.Erasure;

/// <summary>Makes a workbook anew of the values that its reader sees, each row at the number that it had.</summary>
internal static class WorkbookEraser
{
    public static async Task WriteAsync(Stream workbook, Stream output, ReadingSummary reading, IReadOnlyList<StudentRow> rows,
        CancellationToken cancellationToken)
    {
        var dropped = rows.Select(row => row.FirstLine).ToHashSet();
        await using var sheet = await FileRecords.OpenAsync(workbook, reading with { HeaderLine = null, Separator = null },
            cancellationToken);
        await WorkbookOutput.WriteAsync(output, async copy =>
        {
            await copy.StartWorksheetAsync(reading.Sheet ?? "Hoja1", new WorksheetOptions(), cancellationToken);
            while (await sheet.Records.ReadAsync(cancellationToken))
            {
                // An empty row in its place: the list of rejected rows names the others by their numbers.
                var cells = dropped.Contains(sheet.Records.Line) ? [] : sheet.Texts();
                await copy.AddRowAsync(cells.Select(text => text.Length == 0 ? default : new Cell(text)).ToArray(), cancellationToken);
            }
        }, cancellationToken);
    }
}
