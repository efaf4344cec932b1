using System.Globalization;

namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>The number format of each cell style of a workbook.</summary>
internal sealed class CellFormats
{
    private readonly List<NumberFormat> _byStyle = [];

    public static CellFormats None { get; } = new();

    /// <summary>Whether dates count from 1904.</summary>
    public bool Uses1904 { get; private init; }

    /// <summary>Reads the styles and closes the part.</summary>
    /// <param name="xml">The part; null where the workbook has none.</param>
    public static CellFormats Read(PartReader? xml, bool uses1904)
    {
        using var part = xml;
        var formats = new CellFormats { Uses1904 = uses1904 };
        var codes = new Dictionary<int, NumberFormat>();
        while (part is not null && part.ReadElement())
        {
            if (part.Name == "numFmt")
            {
                codes[Number(part.Attribute("numFmtId"))] = NumberFormat.Parse(part.Attribute("formatCode") ?? "");
            }
            else if (part.Name == "cellXfs" && !part.IsEmpty)
            {
                formats.ReadStyles(part, codes);
            }
            else if (part.Name is "dxfs" or "extLst")
            {
                part.Skip();
            }
        }

        return formats;
    }

    public NumberFormat Of(string? style) =>
        style is not null && int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _byStyle.Count
            ? _byStyle[number]
            : default;

    private void ReadStyles(PartReader xml, Dictionary<int, NumberFormat> codes)
    {
        while (xml.ReadChild("cellXfs"))
        {
            if (xml.Name == "xf")
            {
                var number = Number(xml.Attribute("numFmtId"));
                _byStyle.Add(codes.TryGetValue(number, out var format) ? format : NumberFormat.BuiltIn(number));
            }
        }
    }

    private static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
