using System.Globalization;

namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>The text of a cell's number as a person would type it: 5, 0.25, 12.5%, 2026-03-05, 00012.</summary>
internal static class NumberText
{
    /// <summary>A spreadsheet keeps 15 digits; of a longer whole number it has lost some.</summary>
    private const double MinInexact = 1e15;
    private const int MaxTypedDigits = 15;
    private const double MaxSerial = 2_958_466;
    private const double Days1904 = 1462;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <param name="raw">The number as the workbook holds it.</param>
    /// <returns>Null when it is not a number.</returns>
    public static string? Of(ReadOnlySpan<char> raw, NumberFormat format, bool uses1904)
    {
        if (!double.TryParse(raw, NumberStyles.Float, Culture, out var number) || !double.IsFinite(number))
        {
            return null;
        }

        var serial = uses1904 && format.Meaning == NumberMeaning.Date ? number + Days1904 : number;
        return format.Meaning switch
        {
            NumberMeaning.Percent => Percent(number),
            NumberMeaning.Date when serial is >= 0 and < MaxSerial => Date(serial),
            NumberMeaning.Time when number is >= 0 and < MaxSerial => Time(number),
            NumberMeaning.Padded when number is >= 0 and < MinInexact && double.IsInteger(number) && format.Code is { } code =>
                code.Write((long)number),
            _ => Plain(number),
        };
    }

    /// <summary>Without an exponent, except where digits are lost: such an id must be seen as shortened.</summary>
    private static string Plain(double number)
    {
        if (Math.Abs(number) >= MinInexact)
        {
            return number.ToString("E14", Culture);
        }

        var text = number == 0 ? "0" : Typed(number);
        return text.Contains('E', StringComparison.Ordinal) && decimal.TryParse(text, NumberStyles.Float, Culture, out var exact)
            && exact != 0
            ? exact.ToString(Culture)
            : text;
    }

    /// <summary>The shortest text that reads back as the same number; of a computed 5.000000000000001 the 5 that the spreadsheet
    /// shows.</summary>
    private static string Typed(double number)
    {
        var exact = number.ToString("R", Culture);
        var shown = number.ToString($"G{MaxTypedDigits}", Culture);
        return shown.Length < exact.Length - 3 ? shown : exact;
    }

    private static string Percent(double number) =>
        Math.Abs(number) < 1e12 && decimal.TryParse(Typed(number), NumberStyles.Float, Culture, out var share)
            ? (share * 100).ToString("0.############################", Culture) + "%"
            : Plain(number) + "%";

    private static string Date(double serial)
    {
        if (serial < 1)
        {
            return Time(serial);
        }

        // The first spreadsheet took 1900 for a leap year; all others keep its day 60, which never was.
        var date = Round(DateTime.FromOADate(serial < 60 ? serial + 1 : serial));
        return date.TimeOfDay == TimeSpan.Zero ? date.ToString("yyyy-MM-dd", Culture) : date.ToString("yyyy-MM-ddTHH:mm:ss", Culture);
    }

    private static string Time(double days)
    {
        var seconds = (long)Math.Round(days * 86_400);
        return $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}";
    }

    private static DateTime Round(DateTime date) =>
        new((date.Ticks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
}
