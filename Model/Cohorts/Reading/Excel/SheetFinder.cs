namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>Finds the sheet of the students: the named one, else the only visible one whose header names most. Never a guess among
/// several.</summary>
internal static class SheetFinder
{
    private const int StartBytes = 64 * 1024;

    /// <exception cref="CohortFormatException">There is no such sheet, no data, or more than one sheet that may be meant.</exception>
    public static Sheet Find(Workbook workbook, SheetChoice choice, WorkbookTexts texts)
    {
        if (choice.Name is { } name)
        {
            var wanted = name.Trim();
            return workbook.Sheets.FirstOrDefault(sheet => sheet.Name.Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw texts.NoSheet(wanted, [.. workbook.Sheets.Select(sheet => sheet.Name)]);
        }

        var filled = workbook.Sheets
            .Where(sheet => !sheet.IsHidden)
            .Select(sheet => (Sheet: sheet, Named: CountNamed(workbook, sheet, choice)))
            .Where(candidate => candidate.Named is not null)
            .ToList();
        if (filled.Count == 0)
        {
            throw texts.Empty([.. workbook.Sheets.Where(sheet => sheet.IsHidden).Select(sheet => sheet.Name)]);
        }

        var most = filled.Max(candidate => candidate.Named);
        var fitting = filled.Where(candidate => candidate.Named == most).Select(candidate => candidate.Sheet).ToList();
        return fitting.Count == 1 ? fitting[0] : throw texts.SeveralSheets([.. fitting.Select(sheet => sheet.Name)]);
    }

    /// <returns>Null for a sheet without data.</returns>
    private static int? CountNamed(Workbook workbook, Sheet sheet, SheetChoice choice)
    {
        using var text = new SheetText(workbook.OpenSheet(sheet, isProbe: true));
        var start = new byte[StartBytes];
        var length = text.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return length == 0 ? null : choice.CountNamed?.Invoke(start.AsMemory(0, length), length < start.Length) ?? 0;
    }
}
