namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>One sheet of a workbook.</summary>
/// <param name="Part">Name of the part that holds its cells.</param>
internal sealed record Sheet(string Name, bool IsHidden, string Part);

/// <summary>A workbook's sheets in their order, and what its cells refer to.</summary>
internal sealed class Workbook : IDisposable
{
    private readonly WorkbookPackage _package;
    private readonly WorkbookTexts _texts;

    private Workbook(WorkbookPackage package, WorkbookTexts texts)
    {
        _package = package;
        _texts = texts;
    }

    public IReadOnlyList<Sheet> Sheets { get; private set; } = [];

    private CellFormats Formats { get; set; } = CellFormats.None;

    public SharedStrings Strings { get; private set; } = SharedStrings.None;

    /// <summary>Name of the part that holds <see cref="Strings"/>.</summary>
    public string StringsPart { get; private set; } = "xl/sharedStrings.xml";

    /// <summary>Opens the workbook and closes the package with it.</summary>
    public static Workbook Open(WorkbookPackage package, WorkbookLimits limits, WorkbookTexts texts)
    {
        var root = Relationships.Of(package, "");
        var part = root.PartOfKind("officeDocument") ?? "xl/workbook.xml";
        using var xml = package.OpenPart(part) ?? throw texts.Zip();
        var relationships = Relationships.Of(package, part);
        var workbook = new Workbook(package, texts);
        var uses1904 = workbook.ReadSheets(xml, relationships);
        workbook.Formats = CellFormats.Read(package.OpenPart(relationships.PartOfKind("styles") ?? "xl/styles.xml"), uses1904);
        workbook.StringsPart = relationships.PartOfKind("sharedStrings") ?? workbook.StringsPart;
        workbook.Strings = SharedStrings.Read(package.OpenPart(workbook.StringsPart), limits, texts);
        return workbook;
    }

    /// <summary>The sheet's rows from its first one.</summary>
    /// <param name="isProbe">Only to see what the sheet is about.</param>
    public SheetReader OpenSheet(Sheet sheet, bool isProbe = false) =>
        new(_package.OpenPart(sheet.Part) ?? throw _texts.Damaged(), Strings, Formats, isProbe, _texts);

    public void Dispose() => _package.Dispose();

    /// <returns>Whether dates count from 1904, as old Macs had it.</returns>
    private bool ReadSheets(PartReader xml, Relationships relationships)
    {
        var sheets = new List<Sheet>();
        var uses1904 = false;
        while (xml.ReadElement())
        {
            if (xml.Name == "workbookPr")
            {
                uses1904 = xml.Attribute("date1904") is "1" or "true";
            }
            else if (xml.Name == "sheet" && relationships.PartById(xml.RelationshipId(), "worksheet") is { } part)
            {
                sheets.Add(new Sheet(xml.Attribute("name") ?? part, xml.Attribute("state") is "hidden" or "veryHidden", part));
            }
        }

        Sheets = sheets;
        return uses1904;
    }
}
