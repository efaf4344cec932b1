using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Antivirus.Model.Cohorts;

/// <summary>Turns the cells of one feature into what the model takes in.</summary>
internal sealed class CellParser
{
    private readonly Feature _feature;
    private readonly bool _decimalComma;
    private readonly (byte[] Word, float Code)[] _words;
    private readonly float[]? _codes;

    // What 0..99 is to this feature, NaN where it may not be: most cells of most cohorts have one or two digits.
    private readonly float[] _ofDigits = new float[100];

    /// <param name="decimalComma">Whether <c>1,5</c> is a number here.</param>
    public CellParser(Feature feature, bool decimalComma)
    {
        _feature = feature;
        _decimalComma = decimalComma;
        _words = [.. feature.Words.Select(word => (CellText.Fold(word.Word), word.Code))];
        _codes = feature.Kind switch
        {
            FeatureKind.Binary => [0, 1],
            FeatureKind.Category when feature.Words.Count > 0 => [.. feature.Words.Select(word => word.Code).Distinct()],
            _ => null,
        };
        for (var number = 0; number < _ofDigits.Length; number++)
        {
            _ofDigits[number] = IsAllowed(number) ? number : float.NaN;
        }
    }

    /// <summary>False when the cell holds nothing that the feature may be.</summary>
    /// <param name="value">NaN for an empty cell where the feature allows it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(ReadOnlySpan<byte> cell, out float value)
    {
        if (cell.Length is 1 or 2 && TryParseDigits(cell, out var digits))
        {
            value = _ofDigits[digits];
            return !float.IsNaN(value);
        }

        return TryParseAny(cell, out value);
    }

    private bool TryParseAny(ReadOnlySpan<byte> cell, out float value)
    {
        cell = cell.Trim(" \t\u00a0"u8);
        if (cell.IsEmpty)
        {
            value = float.NaN;
            return _feature.AllowsEmpty;
        }

        return TryParseNumber(cell, out value) ? IsAllowed(value) : TryFindWord(cell, out value);
    }

    private static bool TryParseDigits(ReadOnlySpan<byte> cell, out uint value)
    {
        var first = (uint)(cell[0] - '0');
        var second = (uint)(cell[^1] - '0');
        value = cell.Length == 1 ? first : (first * 10) + second;
        return first <= 9 && second <= 9;
    }

    private bool TryParseNumber(ReadOnlySpan<byte> cell, out float value)
    {
        value = 0;
        var isNumber = cell[0] is (byte)'-' or (byte)'+' or (byte)'.' or (byte)',' or (>= (byte)'0' and <= (byte)'9');
        if (!isNumber || cell.Length > 64)
        {
            return false;
        }

        Span<byte> dotted = stackalloc byte[cell.Length];
        cell.CopyTo(dotted);
        if (_decimalComma && dotted.IndexOf((byte)'.') < 0 && dotted.IndexOf((byte)',') is >= 0 and var comma)
        {
            dotted[comma] = (byte)'.';
        }

        if (!Utf8Parser.TryParse(dotted, out double number, out var taken) || taken != dotted.Length || !double.IsFinite(number))
        {
            return false;
        }

        value = (float)number;
        return float.IsFinite(value) && (_feature.Kind == FeatureKind.Number || number == Math.Truncate(number));
    }

    // As floats on both sides: 13.9 as a float is less than 13.9 as a double, and a bound is inclusive.
    private bool IsAllowed(float value) =>
        _codes is not null ? Array.IndexOf(_codes, value) >= 0 : !(value < (float?)_feature.Minimum) && !(value > (float?)_feature.Maximum);

    private bool TryFindWord(ReadOnlySpan<byte> cell, out float value)
    {
        foreach (var (word, code) in _words)
        {
            if (CellText.EqualsFolded(cell, word))
            {
                value = code;
                return true;
            }
        }

        value = 0;
        return false;
    }
}
