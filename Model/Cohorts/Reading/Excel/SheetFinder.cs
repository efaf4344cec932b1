namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>Finds the sheet of the students: the named one, else the only visible one whose header names most. Never a guess among
/// several.</summary>
internal static class SheetFinder
{
    private const int StartBytes = 64 * 1024;

    /// <exception cref="CohortFormatException">There is no such sheet, no data, or more than one sheet that may be meant.</exception>
    public static Sheet Find(Workbook workbook, SheetChoice choice, WorkbookTexts texts)
    {
        // Hidden sheets, and all beside a named one, may still say what the codes mean.
        var filled = workbook.Sheets
            .Where(sheet => choice.CountNamed is not null || (choice.Name is null && !sheet.IsHidden))
            .Select(sheet => (Sheet: sheet, Named: CountNamed(workbook, sheet, choice)))
            .Where(candidate => candidate.Named is not null)
            .ToList();
        if (choice.Name is { } name)
        {
            var wanted = name.Trim();
            return workbook.Sheets.FirstOrDefault(sheet => sheet.Name.Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw texts.NoSheet(wanted, [.. workbook.Sheets.Select(sheet => sheet.Name)]);
        }

        var visible = filled.FindAll(candidate => !candidate.Sheet.IsHidden);
        if (visible.Count == 0)
        {
            throw texts.Empty([.. workbook.Sheets.Where(sheet => sheet.IsHidden).Select(sheet => sheet.Name)]);
        }

        var most = visible.Max(candidate => candidate.Named);
        var fitting = visible.Where(candidate => candidate.Named == most).Select(candidate => candidate.Sheet).ToList();
        return fitting.Count == 1 ? fitting[0] : throw texts.SeveralSheets([.. fitting.Select(sheet => sheet.Name)]);
    }

    /// <returns>Null for a sheet without data.</returns>
    private static int? CountNamed(Workbook workbook, Sheet sheet, SheetChoice choice)
    {
        using var text = new SheetText(workbook.OpenSheet(sheet, isProbe: true));
        var start = new byte[StartBytes];
        var length = text.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return length == 0 ? null : choice.CountNamed?.Invoke(sheet.Name, start.AsMemory(0, length), length < start.Length) ?? 0;
    }
}
