using System.Globalization;
using System.Text;

namespace Antivirus.Functions.Api;

/// <summary>Text that may be part of a blob's name.</summary>
internal static class NameText
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>
    /// Whether every character can be seen and stored. Storage lists names as XML, in which U+FFFE and U+FFFF cannot stand:
    /// one such name makes the whole container unlistable, for every institution.
    /// </summary>
    public static bool IsFit(string text)
    {
        for (var index = 0; index < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, index, out var rune) || !IsFit(rune))
            {
                return false;
            }

            index += rune.Utf16SequenceLength;
        }

        return true;
    }

    private static bool IsFit(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        // Marks that turn the direction of writing, or take no room, make a name look like another; joiners are parts of emoji and scripts.
        UnicodeCategory.Format => rune.Value is ZeroWidthNonJoiner or ZeroWidthJoiner,
        _ => (rune.Value & 0xFFFE) != 0xFFFE,
    };
}
