using System.Runtime.CompilerServices;
using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Writes ids as they are compared: <c>EST120</c>, <c>est120</c> and <c>EST 120</c> are one student's, as <c>0120</c> and <c>120</c> are,
/// since people change case, accents and blanks, and spreadsheets take zeros away from numbers. Capitals are left to the comparison.
/// </summary>
internal static class SameIds
{
    /// <summary>Whether nothing but the case of letters may tell the id from one that is the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPlain(ReadOnlySpan<byte> id)
    {
        // A loop: ids are short, and the search for a range of bytes is compiled at each start.
        foreach (var value in id)
        {
            if (value is <= (byte)' ' or >= 0x80)
            {
                return false;
            }
        }

        return id.IsEmpty || id[0] != '0';
    }

    /// <summary>Writes an id that is not plain.</summary>
    /// <param name="folded">At least as long as the id.</param>
    /// <returns>What is compared, a part of <paramref name="folded"/>.</returns>
    public static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> id, Span<byte> folded)
    {
        if (!Ascii.IsValid(id))
        {
            var text = Encoding.UTF8.GetBytes(TextFold.Fold(Encoding.UTF8.GetString(id)));
            id = text.Length <= folded.Length ? text : id;
        }

        var length = 0;
        foreach (var value in id)
        {
            if (value > ' ')
            {
                folded[length++] = value;
            }
        }

        var whole = folded[..length];
        var number = whole.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? whole.TrimStart((byte)'0') : whole;
        return number.IsEmpty && length > 0 ? whole[..1] : number;
    }
}
