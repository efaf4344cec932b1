using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Cohorts.Reading.Excel;
using Antivirus.Model.Reports.Workbooks;
using SpreadCheetah;
using SpreadCheetah.Worksheets;

namespace Antivirus.Model.Erasure;

/// <summary>Writes a workbook without a student's rows: edited in place, or made anew where the student may stand elsewhere.</summary>
internal static class WorkbookEraser
{
    /// <returns>Whether it was made anew of the values of the sheet that was read.</returns>
    public static async Task<bool> WriteAsync(Stream workbook, Stream output, ReadingSummary reading, StudentRowSet found,
        CancellationToken cancellationToken)
    {
        await using var copy = (await TemporaryCopy.CreateAsync(workbook, long.MaxValue, cancellationToken))!;
        await using var edited = TemporaryFile.Open("xlsx");
        if (await TryEditAsync(copy, edited, reading, found, cancellationToken))
        {
            edited.Position = 0;
            await edited.CopyToAsync(output, cancellationToken);
            return false;
        }

        copy.Position = 0;
        await MakeAnewAsync(copy, output, reading, found, cancellationToken);
        return true;
    }

    /// <returns>False where it is not certain that the student is gone.</returns>
    private static async Task<bool> TryEditAsync(FileStream file, FileStream edited, ReadingSummary reading, StudentRowSet found,
        CancellationToken cancellationToken)
    {
        try
        {
            var texts = new WorkbookTexts(ReportLanguage.Spanish);
            using var package = WorkbookPackage.Open(file, WorkbookLimits.Default, texts, leaveOpen: true);
            using var workbook = Workbook.Open(package, WorkbookLimits.Default, texts);
            var search = new WorkbookSearch(workbook, reading, new StudentId(found.Id));
            search.Run(cancellationToken);
            var editor = new WorkbookEditor(package, workbook, found);
            if (found.IsNamedElsewhere || search.MayBeNamed || !editor.IsKnown())
            {
                return false;
            }

            editor.Write(edited, reading.Sheet, cancellationToken);
            return await IsGoneAsync(edited, editor, reading, found.Id, texts, cancellationToken);
        }
        catch (Exception failure) when (failure is CohortFormatException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Whether what was written holds the student nowhere, as its readers see it.</summary>
    private static async Task<bool> IsGoneAsync(FileStream edited, WorkbookEditor editor, ReadingSummary reading, string id,
        WorkbookTexts texts, CancellationToken cancellationToken)
    {
        edited.Position = 0;
        using var package = WorkbookPackage.Open(edited, WorkbookLimits.Default, texts, leaveOpen: true);
        var traces = new StudentTraces([id, .. editor.OwnValues]);
        if (new WorkbookCheck(package, traces, editor.RowNumbers).FindsAny(cancellationToken))
        {
            return false;
        }

        edited.Position = 0;
        return await StudentRows.FindAsync(edited, reading, id, cancellationToken) is { HasStudent: false };
    }

    /// <summary>Each row at the number that it had.</summary>
    private static async Task MakeAnewAsync(Stream workbook, Stream output, ReadingSummary reading, StudentRowSet found,
        CancellationToken cancellationToken)
    {
        var dropped = found.Rows.Where(row => row.Sheet is null).Select(row => row.FirstLine).ToHashSet();
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
