using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Antivirus.Training.Charts;

/// <summary>Makes a drawn SVG fit to stand in a page: it scales, its ids are its own, and its text is set in the page's font.</summary>
internal static partial class Svg
{
    public static string Tidy(string xml, string id, string label, int width, int height)
    {
        var root = XElement.Parse(xml);

        // Skia counts its ids through the life of the process; numbered anew, the same chart has the same bytes.
        var ids = root.Descendants().Attributes("id").Select((attribute, index) => (attribute.Value, New: $"{id}{index}"))
            .ToDictionary(pair => pair.Value, pair => pair.New);
        foreach (var element in root.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes()
                .Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Name.LocalName != "href"))
            {
                attribute.Value = LongFraction().Replace(WithIds(attribute, ids), "$1");
            }

            if (element.Name.LocalName == "text")
            {
                SetText(element);
            }
            else if (element.Attribute(XName.Get("href", "http://www.w3.org/1999/xlink")) is { } link && link.Value.StartsWith('#'))
            {
                link.Value = "#" + ids[link.Value[1..]];
            }
        }

        root.Attributes("width").Remove();
        root.Attributes("height").Remove();
        root.Add(new XAttribute("viewBox", FormattableString.Invariant($"0 0 {width} {height}")), new XAttribute("role", "img"),
            new XAttribute("aria-label", label));
        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static string WithIds(XAttribute attribute, Dictionary<string, string> ids) => attribute.Name.LocalName switch
    {
        "id" => ids[attribute.Value],
        _ when attribute.Value.StartsWith("url(#", StringComparison.Ordinal) => $"url(#{ids[attribute.Value[5..^1]]})",
        _ => attribute.Value,
    };

    /// <summary>Skia sets each letter by itself, measured in its font; here the reader's font may be another, so only the anchor is
    /// kept.</summary>
    private static void SetText(XElement text)
    {
        var letters = Numbers(text, "x");
        var size = double.Parse(text.Attribute("font-size")!.Value, CultureInfo.InvariantCulture);
        var width = letters[^1] - letters[0] + (size / 2);
        var anchor = (-letters[0] / width) switch
        {
            < 0.25 => "start",
            > 0.75 => "end",
            _ => "middle",
        };
        text.SetAttributeValue("x", anchor == "start" ? letters[0].ToString(CultureInfo.InvariantCulture) : "0");
        text.SetAttributeValue("y", Numbers(text, "y")[0].ToString(CultureInfo.InvariantCulture));
        text.SetAttributeValue("text-anchor", anchor);
        text.SetAttributeValue("font-family", null);
        text.Value = text.Value.Trim();
    }

    private static double[] Numbers(XElement element, string name) =>
    [
        .. element.Attribute(name)!.Value
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture)),
    ];

    /// <summary>Hundredths of a pixel are seen by nobody.</summary>
    [GeneratedRegex(@"(\d\.\d)\d+")]
    private static partial Regex LongFraction();
}
