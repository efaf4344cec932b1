using System.Globalization;
using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Reports.Workbooks;

/// <summary>The words of a template, in the institution's language.</summary>
internal sealed class TemplateTexts(ReportLanguage language)
{
    /// <summary>As spreadsheets limit the title and the text of a validation.</summary>
    public const int MaxTitleLength = 32;
    public const int MaxMessageLength = 255;
    private readonly bool _isEnglish = language == ReportLanguage.English;

    public string Students => Say("Estudiantes", "Students");

    public string Columns => Say("Columnas", "Columns");

    public string Lists => Say("Listas", "Lists");

    public string Yes => Say("sí", "yes");

    public string No => Say("no", "no");

    public string[] ColumnHeader =>
        _isEnglish ? ["Column", "Meaning", "Values", "May be empty"] : ["Columna", "Significado", "Valores", "Puede quedar vacía"];

    public string IdMeaning => Say("Código del estudiante, como lo usa la institución", "The student's id, as the institution uses it");

    public string IdValues => Say("Un código distinto en cada fila", "A different id in each row");

    public static string Shorten(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");

    public string LabelOf(Feature feature) => _isEnglish ? feature.LabelEn : feature.LabelEs;

    /// <summary>What the column's cells may hold.</summary>
    public string ValuesOf(Feature feature) => feature switch
    {
        { Words.Count: > 0 } => string.Join(", ", feature.Words.DistinctBy(word => word.Code).Select(WordOf)),
        { Kind: FeatureKind.Binary } => "0, 1",
        { Kind: FeatureKind.Number } => Say("Un número", "A number") + RangeOf(feature),
        _ => Say("Un número entero", "A whole number") + RangeOf(feature),
    };

    /// <summary>A word, with what it means where that is another.</summary>
    private string WordOf(CategoryWord word) =>
        (_isEnglish ? word.LabelEn : word.LabelEs) is { } label && label != word.Word ? $"{word.Word} ({label})" : word.Word;

    private string RangeOf(Feature feature) => (feature.Minimum, feature.Maximum) switch
    {
        ({ } minimum, { } maximum) => Say($" de {Number(minimum)} a {Number(maximum)}", $" from {Number(minimum)} to {Number(maximum)}"),
        ({ } minimum, null) => Say($" de {Number(minimum)} en adelante", $" of {Number(minimum)} or more"),
        (null, { } maximum) => Say($" de {Number(maximum)} como máximo", $" of {Number(maximum)} at most"),
        _ => "",
    };

    private string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture).Replace('.', _isEnglish ? '.' : ',');

    private string Say(string spanish, string english) => _isEnglish ? english : spanish;
}
