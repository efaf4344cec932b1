namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>Which sheet of a workbook is read.</summary>
/// <param name="Name">The sheet that a person named; null to find it.</param>
/// <param name="CountNamed">
/// How many of the wanted columns a header among the first rows names: takes the sheet's name, those rows as CSV text in UTF-8, and
/// whether they are the whole sheet. Called for each sheet, hidden ones too. Null where any sheet with data will do.
/// </param>
internal sealed record SheetChoice(string? Name = null, Func<string, ReadOnlyMemory<byte>, bool, int>? CountNamed = null);

/// <summary>An Excel workbook made readable as CSV text: one sheet, streamed from a temporary copy of the file.</summary>
internal sealed class WorkbookSource : IAsyncDisposable
{
    private readonly Workbook _workbook;
    private readonly SheetText _text;

    private WorkbookSource(Workbook workbook, Sheet sheet)
    {
        _workbook = workbook;
        SheetName = sheet.Name;
        _text = new SheetText(workbook.OpenSheet(sheet));
    }

    /// <summary>The sheet that was chosen.</summary>
    public string SheetName { get; }

    /// <summary>The sheet as CSV: UTF-8, commas, line n is row n.</summary>
    public Stream Text => _text;

    /// <inheritdoc cref="SheetReader.HiddenRows"/>
    public int HiddenRows => _text.HiddenRows;

    /// <summary>Whether the file is a ZIP package, as .xlsx and .xlsm are.</summary>
    public static bool Matches(ReadOnlySpan<byte> start) => FileSignature.IsZip(start);

    /// <param name="upload">The whole file from its start; read to its end.</param>
    /// <exception cref="CohortFormatException">It is not a workbook, is damaged or too large, or leaves open which sheet is
    /// meant.</exception>
    public static Task<WorkbookSource> OpenAsync(Stream upload, SheetChoice choice, ReportLanguage language,
        CancellationToken cancellationToken) =>
        OpenAsync(upload, choice, language, WorkbookLimits.Default, cancellationToken);

    internal static async Task<WorkbookSource> OpenAsync(
        Stream upload,
        SheetChoice choice,
        ReportLanguage language,
        WorkbookLimits limits,
        CancellationToken cancellationToken)
    {
        var texts = new WorkbookTexts(language);
        var file = await TemporaryCopy.CreateAsync(upload, limits.MaxFileBytes, cancellationToken) ?? throw texts.TooLarge();
        IDisposable opened = file;
        try
        {
            var package = WorkbookPackage.Open(file, limits, texts);
            opened = package;
            var workbook = Workbook.Open(package, limits, texts);
            opened = workbook;
            return new WorkbookSource(workbook, SheetFinder.Find(workbook, choice, texts));
        }
        catch (Exception failure)
        {
            opened.Dispose();
            throw failure is System.Xml.XmlException or InvalidDataException ? texts.Damaged() : failure;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Text.DisposeAsync();
        _workbook.Dispose();
    }
}
