namespace Antivirus.Model.Erasure;

/// <summary>Texts that name one student: the id, and values that no other student of the file has.</summary>
/// <param name="texts">Those that may stand anywhere by chance, such as short numbers, are not looked for.</param>
internal sealed class StudentTraces(IEnumerable<string> texts)
{
    private const int MinLength = 3;
    private const int MinNumberLength = 6;
    private readonly string[] _texts = [.. texts.Where(IsTelling).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether one of them stands in the text as a word of its own.</summary>
    public bool AreIn(string text) => Array.Exists(_texts, trace => HasWord(text, trace));

    public static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var after = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (after == text.Length || !char.IsLetterOrDigit(text[after])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTelling(string text) => text.Length >= (text.Any(char.IsLetter) ? MinLength : MinNumberLength);
}
