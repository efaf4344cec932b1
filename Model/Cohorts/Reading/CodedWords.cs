namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Tells a known word with a code beside it from a new word: <c>10007 - Derecho</c> is Derecho, and <c>Cálculo 2</c> is not
/// Cálculo.</summary>
internal static class CodedWords
{
    private const int MinCodeDigits = 3;

    /// <summary>The feature's word that the text holds with a code; null when there is none.</summary>
    public static string? Find(Feature feature, string text)
    {
        if (text.Count(char.IsAsciiDigit) < MinCodeDigits)
        {
            return null;
        }

        var words = TextFold.Words(text);
        var letters = words.Where(word => !word.Any(char.IsAsciiDigit)).ToList();
        var hasCode = words.Any(word => word.Count(char.IsAsciiDigit) >= MinCodeDigits);
        return letters.Count == 0 || letters.Count == words.Count || !hasCode ? null
            : feature.Words.FirstOrDefault(known => TextFold.Words(known.Word).SequenceEqual(letters))?.Word;
    }
}
