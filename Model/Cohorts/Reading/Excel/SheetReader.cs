using System.Globalization;
using System.Xml;

namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>Reads a sheet row by row; the values of formulas as they were saved.</summary>
/// <param name="isProbe">Only to see what the sheet is about: a formula without a saved value is only seen to be there.</param>
internal sealed class SheetReader(PartReader xml, SharedStrings strings, CellFormats formats, bool isProbe, WorkbookTexts texts)
    : IDisposable
{
    private const int MaxRows = 1_048_576;
    private const int MaxColumns = 16_384;
    private bool _isInside;
    private bool _isOver;
    private bool _isHidden;
    private int _number;

    /// <summary>Rows with a filled cell, so far, that the spreadsheet hides.</summary>
    public int HiddenRows { get; private set; }

    /// <summary>Reads the next row that has a filled cell; false at the end of the sheet.</summary>
    /// <exception cref="CohortFormatException">The workbook is damaged, passes a limit, or a formula was never calculated.</exception>
    public bool Read(SheetRow row)
    {
        try
        {
            do
            {
                if (!ReadRowStart())
                {
                    return false;
                }

                row.Clear();
                row.Number = _number;
                ReadCells(row);
            }
            while (row.Width == 0);

            HiddenRows += _isHidden ? 1 : 0;
            return true;
        }
        catch (Exception failure) when (failure is XmlException or InvalidDataException)
        {
            throw texts.Damaged();
        }
    }

    public void Dispose() => xml.Dispose();

    private bool ReadRowStart()
    {
        while (!_isInside && !_isOver)
        {
            _isOver = !xml.ReadElement() || (xml.Name == "sheetData" && xml.IsEmpty);
            _isInside = !_isOver && xml.Name == "sheetData";
        }

        _isOver = _isOver || !xml.ReadChild("sheetData");
        if (_isOver)
        {
            return false;
        }

        var number = xml.Attribute("r") is { } text ? Parse(text) : _number + 1;
        _isHidden = xml.Attribute("hidden") is "1" or "true";
        _number = xml.Name == "row" && number > _number && number <= MaxRows ? number : throw texts.Damaged();
        return true;
    }

    private void ReadCells(SheetRow row)
    {
        var column = 0;
        var hasCells = !xml.IsEmpty;
        while (hasCells && xml.ReadChild("row"))
        {
            if (xml.Name != "c")
            {
                xml.Skip();
                continue;
            }

            var next = xml.Attribute("r") is { } reference ? ColumnOf(reference) : column + 1;
            column = next > column && next <= MaxColumns ? next : throw texts.Damaged();
            ReadCell(row, column);
        }
    }

    private void ReadCell(SheetRow row, int column)
    {
        var type = xml.Attribute("t");
        var format = formats.Of(xml.Attribute("s"));
        var start = row.Text.Length;
        var hasFormula = false;
        var hasValue = false;
        var hasContent = !xml.IsEmpty;
        while (hasContent && xml.ReadChild("c"))
        {
            switch (xml.Name)
            {
                case "v":
                    var value = xml.ReadText();
                    hasValue |= value.Length > 0 || type == "str";
                    AppendValue(row.Text, value, type, format);
                    break;
                case "is":
                    hasValue = true;
                    TextRuns.Append(xml, "is", row.Text);
                    break;
                default:
                    hasFormula |= xml.Name == "f";
                    xml.Skip();
                    break;
            }
        }

        if (hasFormula && !hasValue)
        {
            row.Text.Append(isProbe ? "="u8
                : throw texts.Uncalculated(row.Number, ColumnName.Of(column) + row.Number.ToString(CultureInfo.InvariantCulture)));
        }

        row.Add(column, start);
    }

    private void AppendValue(CellBuffer text, ReadOnlySpan<char> value, string? type, NumberFormat format)
    {
        switch (type)
        {
            case "s":
                text.Append(strings.TryGet(Parse(value), out var shared) ? shared : throw texts.Damaged());
                break;
            case "str":
                text.AppendEscaped(value);
                break;
            case "b":
                text.Append(value is "1" or "true" ? "TRUE"u8 : "FALSE"u8);
                break;
            case "d":
                text.Append(value.EndsWith("T00:00:00", StringComparison.Ordinal) ? value[..^9] : value);
                break;
            case "e":
                text.Append(value);
                break;
            default:
                AppendNumber(text, value.Trim(), format);
                break;
        }
    }

    private void AppendNumber(CellBuffer text, ReadOnlySpan<char> value, NumberFormat format)
    {
        // Most numbers of a cohort are short whole ones, which already stand as they are to be read.
        if (value.Length < 10 && format == default && !value.ContainsAnyExceptInRange('0', '9'))
        {
            text.Append(value);
            return;
        }

        text.Append(NumberText.Of(value, format, formats.Uses1904) ?? throw texts.Damaged());
    }

    private int Parse(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw texts.Damaged();

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var letter in reference.AsSpan().TrimStart('$'))
        {
            if (!char.IsAsciiLetter(letter) || column > MaxColumns)
            {
                break;
            }

            column = (column * 26) + (letter & 0x1F);
        }

        return column;
    }
}
