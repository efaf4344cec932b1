using System.IO.Compression;
using System.Security;

namespace Antivirus.Support;

/// <summary>Makes workbooks part by part, as plain or as strange as a test needs them.</summary>
public sealed class WorkbookFile
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private readonly Dictionary<string, string> _parts = [];
    private readonly List<string> _sheets = [];
    private readonly List<string> _relationships = [];
    private string _properties = "";

    /// <summary>Adds a sheet of rows given as XML, such as <c>&lt;row r="1"&gt;…&lt;/row&gt;</c>.</summary>
    public WorkbookFile Sheet(string name, string rows, string state = "visible")
    {
        var number = _sheets.Count + 1;
        _sheets.Add($"""<sheet name="{SecurityElement.Escape(name)}" sheetId="{number}" state="{state}" r:id="rId{number}"/>""");
        Relate($"rId{number}", "worksheet", $"worksheets/sheet{number}.xml");
        return Part($"xl/worksheets/sheet{number}.xml", $"""<worksheet xmlns="{Main}"><sheetData>{rows}</sheetData></worksheet>""");
    }

    /// <summary>Adds a sheet of texts, row by row; null leaves a cell out.</summary>
    public WorkbookFile Texts(string name, string state, params string?[][] rows) => Sheet(name, string.Concat(rows.Select(Row)), state);

    /// <summary>The texts that cells of type s refer to, each as the XML inside its <c>si</c>.</summary>
    public WorkbookFile SharedStrings(params string[] items)
    {
        Relate("rIdStrings", "sharedStrings", "sharedStrings.xml");
        return Part("xl/sharedStrings.xml", $"""<sst xmlns="{Main}">{string.Concat(items.Select(item => $"<si>{item}</si>"))}</sst>""");
    }

    /// <summary>One style per format code, from style 1 on; style 0 is General.</summary>
    public WorkbookFile Formats(params string[] codes)
    {
        var formats = codes.Select((code, index) => $"""<numFmt numFmtId="{164 + index}" formatCode="{SecurityElement.Escape(code)}"/>""");
        var styles = codes.Select((_, index) => $"""<xf numFmtId="{164 + index}"/>""");
        Relate("rIdStyles", "styles", "/xl/styles.xml");
        return Part("xl/styles.xml", $"""
            <styleSheet xmlns="{Main}"><numFmts>{string.Concat(formats)}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/>{string.Concat(styles)}</cellXfs></styleSheet>
            """);
    }

    public WorkbookFile DatesFrom1904()
    {
        _properties = """<workbookPr date1904="1"/>""";
        return this;
    }

    /// <summary>Adds or replaces any part of the package.</summary>
    public WorkbookFile Part(string name, string content)
    {
        _parts[name] = content;
        return this;
    }

    public MemoryStream ToStream()
    {
        Part("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
        Part("_rels/.rels", Relationships($"""<Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/>"""));
        Part("xl/_rels/workbook.xml.rels", Relationships(string.Concat(_relationships)));
        Part("xl/workbook.xml",
            $"""<workbook xmlns="{Main}" xmlns:r="{Office}">{_properties}<sheets>{string.Concat(_sheets)}</sheets></workbook>""");
        return Zip(_parts);
    }

    /// <summary>Packs texts under their names.</summary>
    public static MemoryStream Zip(IReadOnlyDictionary<string, string> parts)
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(content);
            }
        }

        packed.Position = 0;
        return packed;
    }

    private static string Row(string?[] cells, int index)
    {
        var filled = cells.Select((text, column) => text is null ? ""
            : $"""<c r="{(char)('A' + column)}{index + 1}" t="inlineStr"><is><t>{SecurityElement.Escape(text)}</t></is></c>""");
        return $"""<row r="{index + 1}">{string.Concat(filled)}</row>""";
    }

    private static string Relationships(string items) =>
        $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>""";

    private void Relate(string id, string kind, string target) =>
        _relationships.Add($"""<Relationship Id="{id}" Type="{Office}/{kind}" Target="{target}"/>""");
}
