using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Cohorts.Programmes;

/// <summary>Reads the cells of a programme column: one text per programme, however its case, accents and blanks are written.</summary>
/// <param name="feature">The feature that the column holds; null for a column that the model does not use.</param>
internal sealed class ProgrammeCells(Feature? feature, ReportLanguage language)
{
    /// <summary>Longer cells are remarks.</summary>
    private const int MaxLength = 200;

    private readonly FeatureCells? _codes = feature is null ? null : new(feature);
    private readonly Dictionary<string, string> _shown = new(StringComparer.Ordinal);

    /// <summary>The programme as its first row has it, or as the model words its code; null for an empty cell.</summary>
    public string? Read(ReadOnlySpan<byte> cell)
    {
        var text = CellText.Clean(CellText.Decode(cell));
        if (text.Length is 0 or > MaxLength || MissingWords.Contains(text))
        {
            return null;
        }

        var shown = WordOf(text) ?? text;
        var folded = TextFold.Fold(shown);
        return _shown.TryAdd(folded, shown) ? shown : _shown[folded];
    }

    private string? WordOf(string text)
    {
        var word = _codes?.TryParse(text, out var code) == true ? feature!.Words.FirstOrDefault(word => word.Code == code) : null;
        return word is null ? null : (language == ReportLanguage.English ? word.LabelEn : word.LabelEs) ?? word.Word;
    }
}
