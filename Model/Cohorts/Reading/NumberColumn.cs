using System.Globalization;
using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Reads the numbers of one column as a cohort's are read, whatever mark stands before its decimals.</summary>
public sealed class NumberColumn
{
    private const int MaxPlainDigits = 15;
    private static readonly Feature AnyNumber =
        new() { Name = "", Kind = FeatureKind.Number, AllowsEmpty = true, LabelEs = "", LabelEn = "" };
    private static readonly CellParser MissingParser = new(AnyNumber);
    private readonly CellParser _parser;

    /// <param name="cells">All cells of the column, which show together which mark stands before decimals.</param>
    public NumberColumn(IEnumerable<string> cells)
    {
        DecimalMarks = string.Concat(cells.Select(Reading.DecimalMarks.MarkOf).OfType<char>().Distinct().Order());
        _parser = new CellParser(AnyNumber, DecimalMarks);
    }

    /// <summary>Marks that certainly stand before decimals: <c>.</c>, <c>,</c>, both or none.</summary>
    public string DecimalMarks { get; }

    /// <summary>Whether the cell is empty or says that its value is missing.</summary>
    public static bool IsMissing(string cell) =>
        cell.Length == 0 || (!char.IsAsciiDigit(cell[0]) && MissingParser.TryParse(cell, out var value) && float.IsNaN(value));

    /// <summary>False for a missing value, and for what is not a number or may be either of two.</summary>
    public bool TryParse(string cell, out double number)
    {
        number = double.NaN;
        if (cell.Length is > 0 and <= MaxPlainDigits && cell.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
        {
            number = long.Parse(cell, CultureInfo.InvariantCulture);
            return true;
        }

        if (cell.Length == 0 || !_parser.TryParse(cell, out var value) || float.IsNaN(value))
        {
            return false;
        }

        // As a double: a float of 13.9 would be written as 13.899999.
        var text = Encoding.UTF8.GetBytes(cell);
        var plain = text.AsSpan().IndexOfAny((byte)'.', (byte)',') < 0 ? text : text.AsSpan(0, NumberMarks.Normalize(text));
        return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }
}
