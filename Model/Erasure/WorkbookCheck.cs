using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading.Excel;

namespace Antivirus.Model.Erasure;

/// <summary>Looks for a student in what a workbook holds beside the cells of its rows, and for what depended on a student's rows.</summary>
/// <param name="dropped">Numbers of the rows that were taken out; null where none were.</param>
internal sealed partial class WorkbookCheck(WorkbookPackage package, StudentTraces traces, IReadOnlySet<long>? dropped = null)
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = false,
    };

    // Places and sizes: an id as B12 or 700123 is not meant there.
    private static readonly HashSet<string> Places = ["r", "ref", "sqref", "spans", "topLeftCell", "activeCell", "activePane"];
    private readonly HashSet<string> _masters = [];
    private bool _isInRows;
    private long _row;

    /// <summary>Whether a part names the student. Where rows were taken out, also whether a formula or link depends on one, or a part
    /// cannot be read.</summary>
    public bool FindsAny(CancellationToken cancellationToken)
    {
        foreach (var entry in package.Entries.Where(entry => IsXml(entry.FullName)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                using var stream = package.Open(entry);
                using var part = XmlReader.Create(stream, Settings);
                if (FindsIn(part, stream))
                {
                    return true;
                }
            }
            catch (Exception failure) when (failure is XmlException or InvalidDataException or CohortFormatException)
            {
                if (dropped is not null)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsXml(string name) => Path.GetExtension(name).ToUpperInvariant() is ".XML" or ".RELS" or ".VML";

    private bool FindsIn(XmlReader part, PartStream stream)
    {
        (_isInRows, _row) = (false, 0);
        _masters.Clear();
        // Cells that share a text, and cells of rows, are searched cell by cell.
        var (isStrings, element) = (false, "");
        while (part.Read())
        {
            stream.StartNode();
            if (part.NodeType == XmlNodeType.Element)
            {
                element = part.LocalName;
                isStrings |= element == "sst";
                _isInRows |= element == "sheetData" && !part.IsEmptyElement;
                if (FindsInElement(part))
                {
                    return true;
                }
            }
            else if (part.NodeType == XmlNodeType.EndElement)
            {
                _isInRows &= part.LocalName != "sheetData";
            }
            else if (part.HasValue && FindsInText(part, element, isStrings))
            {
                return true;
            }
        }

        return false;
    }

    private bool FindsInElement(XmlReader part)
    {
        if (_isInRows && part.LocalName == "row")
        {
            _row = long.TryParse(part.GetAttribute("r"), CultureInfo.InvariantCulture, out var number) ? number : _row + 1;
        }

        var isOrphan = false;
        if (_isInRows && part.LocalName == "f" && part.GetAttribute("si") is { } formula)
        {
            isOrphan = dropped is not null && part.GetAttribute("ref") is null && !_masters.Contains(formula);
            _masters.Add(formula);
        }

        var isLink = part.LocalName == "hyperlink" && part.GetAttribute("ref") is { } place
            && RowNumber().Matches(place).Any(match => IsOneOf(match.Value));
        return isOrphan || isLink || FindsInAttributes(part);
    }

    private bool FindsInAttributes(XmlReader part)
    {
        var found = false;
        while (part.MoveToNextAttribute())
        {
            found |= !Places.Contains(part.LocalName) && traces.AreIn(part.Value);
        }

        part.MoveToElement();
        return found;
    }

    private bool FindsInText(XmlReader part, string element, bool isStrings)
    {
        var isText = part.NodeType is XmlNodeType.Text or XmlNodeType.CDATA;
        if (isText && (isStrings || (_isInRows && element != "f")))
        {
            return false;
        }

        return traces.AreIn(part.Value) || (isText && _isInRows
            && References().Matches(part.Value).Any(match => IsOneOf(match.Groups[1].Value)));
    }

    private bool IsOneOf(string number) => dropped?.Contains(long.Parse(number, CultureInfo.InvariantCulture)) == true;

    /// <summary>A reference to one cell, not to a range: its row.</summary>
    [GeneratedRegex(@"(?<![:\w.$])\$?[A-Za-z]{1,3}\$?(\d{1,7})(?![\w(:.!])")]
    private static partial Regex References();

    [GeneratedRegex(@"\d{1,7}")]
    private static partial Regex RowNumber();
}
