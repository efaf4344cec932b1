using System.Globalization;
using Antivirus.Model.Cohorts;

namespace Antivirus.Functions.Emails.Content;

/// <summary>Numbers and dates as an email's reader writes them; the app itself runs without any culture.</summary>
internal sealed class EmailWords
{
    private static readonly string[] SpanishMonths =
        ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"];

    private static readonly EmailWords Spanish = new(
        "es",
        WrittenNumber.FormatOf(ReportLanguage.Spanish),
        date => $"{date.Day} de {SpanishMonths[date.Month - 1]} de {date.Year}",
        "todo el archivo",
        ["Estudiantes en el archivo", "Evaluados", "En riesgo", "Filas que no se pudieron leer"]);

    private static readonly EmailWords English = new(
        "en",
        WrittenNumber.FormatOf(ReportLanguage.English),
        date => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture),
        "the whole file",
        ["Students in the file", "Scored", "At risk", "Rows that could not be read"]);

    private readonly NumberFormatInfo _numbers;
    private readonly Func<DateTimeOffset, string> _date;
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    private EmailWords(string code, NumberFormatInfo numbers, Func<DateTimeOffset, string> date, string wholeFile,
        IReadOnlyList<string> figures)
    {
        Code = code;
        WholeFile = wholeFile;
        Figures = figures;
        _numbers = numbers;
        _date = date;
    }

    /// <summary>The language's code, <c>es</c> or <c>en</c>.</summary>
    public string Code { get; }

    public ReportLanguage Language => Code == "es" ? ReportLanguage.Spanish : ReportLanguage.English;

    /// <summary>Stands where a problem has no line of its own.</summary>
    public string WholeFile { get; }

    /// <summary>What is counted of a cohort: students in the file, scored, at risk, rejected.</summary>
    public IReadOnlyList<string> Figures { get; }

    public static EmailWords In(ReportLanguage language) => language == ReportLanguage.English ? English : Spanish;

    /// <param name="zone">The zone that times are told in.</param>
    public static EmailWords In(ReportLanguage language, TimeZoneInfo zone)
    {
        var words = In(language);
        return new EmailWords(words.Code, words._numbers, words._date, words.WholeFile, words.Figures) { _zone = zone };
    }

    public string Count(long count) => count.ToString("N0", _numbers);

    /// <summary>A number from 0 to 1 with two decimals.</summary>
    public string Fraction(double fraction) => fraction.ToString("0.00", _numbers);

    /// <summary>A share with one decimal; a dash when there is nothing to take a share of.</summary>
    public string Share(long part, long whole) =>
        whole == 0 ? "–" : (100.0 * part / whole).ToString("0.0", _numbers) + (Code == "es" ? "\u00A0%" : "%");

    public string Megabytes(long bytes) => (bytes / 1_000_000.0).ToString("0.0", _numbers) + "\u00A0MB";

    public string Date(DateTimeOffset date) => _date(date.ToUniversalTime());

    /// <summary>With the zone's distance from UTC, as <c>(UTC−5)</c>: its name would need a translation.</summary>
    public string DateAndTime(DateTimeOffset date)
    {
        var local = TimeZoneInfo.ConvertTime(date, _zone);
        var offset = local.Offset;
        var distance = offset == TimeSpan.Zero ? "UTC"
            : string.Create(CultureInfo.InvariantCulture, $"(UTC{(offset < TimeSpan.Zero ? '−' : '+')}{Hours(offset.Duration())})");
        return string.Create(CultureInfo.InvariantCulture, $"{_date(local)}, {local:HH:mm} {distance}");
    }

    private static string Hours(TimeSpan offset) =>
        offset.ToString(offset.Minutes == 0 ? "%h" : @"h\:mm", CultureInfo.InvariantCulture);
}
