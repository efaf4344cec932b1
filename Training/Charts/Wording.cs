using System.Globalization;
using Antivirus.Model.Cohorts;

namespace Antivirus.Training.Charts;

/// <summary>Words and numbers of a page in the reader's language.</summary>
internal sealed class Wording(ReportLanguage language)
{
    private readonly NumberFormatInfo _numbers = new()
    {
        NumberDecimalSeparator = language == ReportLanguage.Spanish ? "," : ".",
        NumberGroupSeparator = "\u00a0",
        NegativeSign = "−",
    };

    public ReportLanguage Language { get; } = language;

    /// <summary>Tag of the language, as HTML has it.</summary>
    public string Tag => Language == ReportLanguage.Spanish ? "es" : "en";

    public string Say(string spanish, string english) => Language == ReportLanguage.Spanish ? spanish : english;

    public string Number(double value, int decimals) => double.IsNaN(value) ? "–" : value.ToString($"N{decimals}", _numbers);

    /// <summary>A count, or a number with no more digits than it needs.</summary>
    public string Short(double value) => double.IsNaN(value) ? "–" : Math.Round(value, 3).ToString("#,0.###", _numbers);

    public string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("N1", _numbers) + "\u00a0%";

    public string Tick(double value) => Math.Round(value, 6).ToString("#,0.######", _numbers);

    public string Label(Feature feature) => Say(feature.LabelEs, feature.LabelEn);

    /// <summary>The label of a word, or the word itself.</summary>
    public string Label(CategoryWord word) => Say(word.LabelEs ?? word.Word, word.LabelEn ?? word.Word);
}
