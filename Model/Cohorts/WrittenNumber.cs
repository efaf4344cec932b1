using System.Globalization;

namespace Antivirus.Model.Cohorts;

/// <summary>Numbers as a text's language writes them; the app itself runs without any culture.</summary>
public static class WrittenNumber
{
    private static readonly NumberFormatInfo Spanish =
        new() { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NumberGroupSizes = [3] };

    /// <summary>The separators of the language: <c>100.000,5</c> in Spanish, <c>100,000.5</c> in English.</summary>
    public static NumberFormatInfo FormatOf(ReportLanguage language) =>
        language == ReportLanguage.English ? NumberFormatInfo.InvariantInfo : Spanish;

    /// <summary>A whole number with its thousands apart.</summary>
    public static string Count(long count, ReportLanguage language) => count.ToString("N0", FormatOf(language));
}
