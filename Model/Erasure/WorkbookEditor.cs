using System.Globalization;
using System.IO.Compression;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Cohorts.Reading.Excel;

namespace Antivirus.Model.Erasure;

/// <summary>
/// Takes a student's rows out of a workbook: every part stays as it is but the sheets with such rows, the texts that only those rows
/// used, and the order of calculation, which spreadsheets find anew.
/// </summary>
internal sealed class WorkbookEditor(WorkbookPackage package, Workbook workbook, StudentRowSet found)
{
    private static readonly string[] KnownFolders = ["XL/WORKSHEETS/", "XL/WORKSHEETS/_RELS/", "XL/_RELS/", "_RELS/", "XL/THEME/",
        "XL/TABLES/", "XL/PRINTERSETTINGS/"];

    private static readonly HashSet<string> KnownParts = new(StringComparer.OrdinalIgnoreCase)
    {
        "[Content_Types].xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/metadata.xml", "xl/calcChain.xml",
        "docProps/app.xml", "docProps/core.xml",
    };

    // What is still to be taken out, by the part that holds it.
    private readonly Dictionary<string, HashSet<long>> _rows = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _own = [.. found.Rows.SelectMany(row => row.Cells)];

    /// <summary>Numbers of the rows, of whichever sheet.</summary>
    public IReadOnlySet<long> RowNumbers { get; } = found.Rows.Select(row => row.FirstLine).ToHashSet();

    /// <summary>Values of the student that no other row has; known once the workbook was written.</summary>
    public IReadOnlyCollection<string> OwnValues => _own;

    /// <summary>Whether the workbook has only parts of which it is known where they could hold a student.</summary>
    public bool IsKnown() => package.Entries.All(entry => IsKnown(WorkbookPackage.NameOf(entry)))
        && package.Entries.Select(WorkbookPackage.NameOf).Distinct(StringComparer.OrdinalIgnoreCase).Count() == package.Entries.Count;

    /// <exception cref="InvalidDataException">A part is not as spreadsheets write it.</exception>
    public void Write(Stream output, string? readSheet, CancellationToken cancellationToken)
    {
        foreach (var row in found.Rows)
        {
            var sheet = workbook.Sheets.First(sheet => sheet.Name == (row.Sheet ?? readSheet));
            (_rows.TryGetValue(sheet.Part, out var rows) ? rows : _rows[sheet.Part] = []).Add(row.FirstLine);
        }

        KeepValuesOfOthers(cancellationToken);
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in package.Entries.Where(entry => !IsPart(entry, "xl/calcChain.xml")))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var copy = zip.CreateEntry(entry.FullName);
            copy.LastWriteTime = entry.LastWriteTime;
            using var content = copy.Open();
            using var part = package.OpenBytes(entry);
            Copy(entry, part, content);
        }

        if (_rows.Values.Any(rows => rows.Count > 0))
        {
            throw new InvalidDataException();
        }
    }

    private static bool IsPart(ZipArchiveEntry entry, string name) =>
        WorkbookPackage.NameOf(entry).Equals(name, StringComparison.OrdinalIgnoreCase);

    private bool IsKnown(string part) => part.EndsWith('/') || KnownParts.Contains(part)
        || (KnownFolders.Contains(part[..(part.LastIndexOf('/') + 1)].ToUpperInvariant())
            && (!IsSheet(part) || workbook.Sheets.Any(sheet => sheet.Part.Equals(part, StringComparison.OrdinalIgnoreCase))));

    private static bool IsSheet(string part) => part.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase)
        && !part.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);

    private void KeepValuesOfOthers(CancellationToken cancellationToken)
    {
        foreach (var sheet in workbook.Sheets)
        {
            var (dropped, row) = (_rows.GetValueOrDefault(sheet.Part, []), new SheetRow());
            using var rows = workbook.OpenSheet(sheet, isProbe: true);
            while (rows.Read(row))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!dropped.Contains(row.Number))
                {
                    _own.ExceptWith(WorkbookSearch.CellsOf(row));
                }
            }
        }
    }

    private void Copy(ZipArchiveEntry entry, Stream part, Stream copy)
    {
        var name = WorkbookPackage.NameOf(entry);
        var filter = _rows.TryGetValue(name, out var rows) ? new ElementFilter("sheetData", "row", IsAmong(rows), keepsPlace: true)
            : IsPart(entry, workbook.StringsPart) ? new ElementFilter("sst", "si", HoldsOwnValue(), keepsPlace: true)
            : IsPart(entry, "[Content_Types].xml") ? OrderOfCalculation("Types", "Override", "PartName")
            : IsPart(entry, "xl/_rels/workbook.xml.rels") ? OrderOfCalculation("Relationships", "Relationship", "Target")
            : null;
        if (filter is null)
        {
            part.CopyTo(copy);
        }
        else
        {
            filter.Copy(part, copy);
        }
    }

    private static TagTest IsAmong(HashSet<long> rows)
    {
        var number = 0L;
        return row =>
        {
            number = row.Attribute("r") is not { } text ? number + 1
                : long.TryParse(text, CultureInfo.InvariantCulture, out var own) ? own
                : throw new InvalidDataException();
            return rows.Remove(number);
        };
    }

    private TagTest HoldsOwnValue()
    {
        var index = 0;
        return _ => workbook.Strings.TryGet(index++, out var text) && _own.Contains(CellText.Clean(CellText.Decode(text)));
    }

    private static ElementFilter OrderOfCalculation(string parent, string element, string attribute) => new(parent, element,
        tag => tag.Attribute(attribute)?.EndsWith("calcChain.xml", StringComparison.OrdinalIgnoreCase) == true, keepsPlace: false);
}
