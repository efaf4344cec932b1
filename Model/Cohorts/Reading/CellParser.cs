using System.Buffers.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Turns the cells of one feature into what the model takes in.</summary>
internal sealed class CellParser
{
    private readonly Feature _feature;
    private readonly bool _decimalComma;
    private readonly byte[][] _words;
    private readonly float[]? _codes;

    /// <param name="decimalComma">Whether <c>1,5</c> is a number here.</param>
    public CellParser(Feature feature, bool decimalComma)
    {
        _feature = feature;
        _decimalComma = decimalComma;
        _words = [.. feature.Words.Select(word => CellText.Fold(word.Word))];
        _codes = feature.Kind switch
        {
            FeatureKind.Binary => [0, 1],
            FeatureKind.Category when feature.Words.Count > 0 => [.. feature.Words.Select(word => word.Code)],
            _ => null,
        };
    }

    /// <summary>False when the cell holds nothing that the feature may be.</summary>
    /// <param name="value">NaN for an empty cell where the feature allows it.</param>
    public bool TryParse(ReadOnlySpan<byte> cell, out float value)
    {
        cell = cell.Trim(" \t\u00a0"u8);
        if (cell.IsEmpty)
        {
            value = float.NaN;
            return _feature.AllowsEmpty;
        }

        return TryParseNumber(cell, out value) ? IsAllowed(value) : TryFindWord(cell, out value);
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

    /// <summary>Whether the feature may have this value. As floats on both sides: 13.9 as a float is less than 13.9 as a double, and a bound is inclusive.</summary>
    public bool IsAllowed(float value)
    {
        if (_codes is null)
        {
            return !(value < (float?)_feature.Minimum) && !(value > (float?)_feature.Maximum);
        }

        foreach (var code in _codes)
        {
            if (code == value)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryFindWord(ReadOnlySpan<byte> cell, out float value)
    {
        for (var word = 0; word < _words.Length; word++)
        {
            if (CellText.EqualsFolded(cell, _words[word]))
            {
                value = _feature.Words[word].Code;
                return true;
            }
        }

        value = 0;
        return false;
    }
}
