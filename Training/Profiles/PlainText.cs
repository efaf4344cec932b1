using System.Text;

namespace Antivirus.Training.Profiles;

/// <summary>Names and values as they are compared: lower case, without accents, in words.</summary>
internal static class PlainText
{
    // The app runs with invariant globalization, where string.Normalize leaves accents as they are.
    private const string Accented = "áàâãäåāéèêëēíìîïīóòôõöøōúùûüūñçýÿº°ª";
    private const string Plain = "aaaaaaaeeeeeiiiiiooooooouuuuuncyyooa";

    /// <summary>The text in lower case, without accents and surrounding blanks.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text.Trim())
        {
            var lower = char.ToLowerInvariant(character);
            if (lower is >= '\u0300' and <= '\u036f' or '\u200b' or '\ufeff')
            {
                continue;
            }

            var accented = lower < '\u0080' ? -1 : Accented.IndexOf(lower, StringComparison.Ordinal);
            folded.Append(accented >= 0 ? Plain[accented] : lower);
        }

        return folded.ToString();
    }

    /// <summary>The folded words of a name: <c>EdadIngreso</c>, <c>edad_ingreso</c> and <c>Edad (ingreso)</c> are <c>edad</c>, <c>ingreso</c>.</summary>
    public static IReadOnlyList<string> WordsOf(string name)
    {
        var spaced = new StringBuilder(name.Length + 8);
        for (var index = 0; index < name.Length; index++)
        {
            if (index > 0 && char.IsUpper(name[index]) && char.IsLower(name[index - 1]))
            {
                spaced.Append(' ');
            }

            spaced.Append(name[index]);
        }

        var folded = Fold(spaced.ToString());
        return
        [
            .. new string([.. folded.Select(character => char.IsLetterOrDigit(character) ? character : ' ')])
                .Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ];
    }
}
