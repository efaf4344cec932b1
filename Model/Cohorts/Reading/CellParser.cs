using System.Buffers.Text;
using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Turns the cells of one feature into what the model takes in.</summary>
internal sealed class CellParser
{
    private const int MaxNumberLength = 64;
    private const int MaxWordBytes = 120;
    private readonly Feature _feature;
    private readonly string _decimalMarks;
    private readonly byte[][] _words;
    private readonly float[]? _codes;
    private OtherWords? _others;

    /// <summary>Numbers that are not what they say in the column that is read; null where none can be.</summary>
    public OddNumbers? OddNumbers { get; init; }

    /// <param name="decimalMarks">Marks that certainly stand before decimals in this column.</param>
    public CellParser(Feature feature, string decimalMarks = "")
    {
        _feature = feature;
        _decimalMarks = decimalMarks;
        _words = [.. feature.Words.Select(word => CellText.Fold(word.Word))];
        _codes = feature.Kind switch
        {
            FeatureKind.Binary => [0, 1],
            FeatureKind.Category when feature.Words.Count > 0 =>
                [.. feature.Words.Select(word => word.Code).Where(code => feature.TrainedCodes?.Contains(code) ?? true)],
            FeatureKind.Category => feature.TrainedCodes is { } trained ? [.. trained] : null,
            _ => null,
        };
    }

    /// <summary>
    /// Whether a cell that could not be read is a word of a category that the model was not trained on: text or a whole number where the
    /// category has words, and a whole number within its range where it has codes alone.
    /// </summary>
    public bool IsNewWord(ReadOnlySpan<byte> cell)
    {
        if (_feature is not { Kind: FeatureKind.Category, NewWords: NewWords.Score } || _codes is null)
        {
            return false;
        }

        cell = CellText.Trim(cell);
        var text = CellText.Decode(cell);
        if (cell.Length is 0 or > MaxWordBytes || text.Any(char.IsControl) || FaultOf(text) != CellFault.Other)
        {
            return false;
        }

        if (TryParseNumber(cell, out var number))
        {
            return _feature.Words.Count > 0 || (!(number < (float?)_feature.Minimum) && !(number > (float?)_feature.Maximum));
        }

        return _feature.Words.Count > 0 && text.Any(char.IsLetter)
            && !DamagedText.HasLostLetter(text) && DamagedText.FindWord(_feature, text) is null && CodedWords.Find(_feature, text) is null;
    }

    /// <summary>False when the cell holds nothing that the feature may be.</summary>
    /// <param name="value">NaN for a missing value where the feature allows it.</param>
    public bool TryParse(ReadOnlySpan<byte> cell, out float value)
    {
        cell = CellText.Trim(cell);
        if (cell.IsEmpty)
        {
            value = float.NaN;
            return _feature.AllowsEmpty;
        }

        if (TryParseNumber(cell, out value))
        {
            return IsAllowed(value) && OddNumbers?.Contains(value) != true;
        }

        var isWord = TryFindWord(cell, out value) || TryFindOther(cell, out value);
        return isWord && (_feature.Kind != FeatureKind.Category || float.IsNaN(value) || IsAllowed(value));
    }

    /// <summary>Whether the cell holds a number that the feature may be, were it not one of <see cref="OddNumbers"/>.</summary>
    public bool IsOddNumber(ReadOnlySpan<byte> cell)
    {
        cell = CellText.Trim(cell);
        return !cell.IsEmpty && TryParseNumber(cell, out var value) && IsAllowed(value) && OddNumbers?.Contains(value) == true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out float)"/>
    public bool TryParse(string cell, out float value) => TryParse(Encoding.UTF8.GetBytes(cell), out value);

    /// <summary>Whether the cell shows that the column's other cells do not mean what the feature's words say.</summary>
    public bool IsOfOtherLetters(ReadOnlySpan<byte> cell) => cell.Length < 8 && SexWords.IsOfOtherLetters(_feature, CellText.Decode(cell));

    /// <summary>What is wrong with a cell that was not read.</summary>
    public static CellFault FaultOf(string cell)
    {
        var text = CellText.Clean(cell);
        var bytes = Encoding.UTF8.GetBytes(text);
        return text.Length == 0 || MissingWords.Contains(text) ? CellFault.Missing
            : text.Length <= MaxNumberLength && NumberMarks.IsAmbiguous(bytes) ? CellFault.Ambiguous
            : text[^1] == '%' ? CellFault.Percent
            : CellDates.IsDate(text) ? CellFault.Date
            : CellFault.Other;
    }

    /// <summary>Whether the feature may have this value. As floats on both sides: 13.9 as a float is less than 13.9 as a double, and a
    /// bound is inclusive.</summary>
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

    private bool TryParseNumber(ReadOnlySpan<byte> cell, out float value)
    {
        value = 0;
        var isNumber = cell[0] is (byte)'-' or (byte)'+' or (byte)'.' or (byte)',' or (>= (byte)'0' and <= (byte)'9');
        if (!isNumber || cell.Length > MaxNumberLength)
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[cell.Length];
        cell.CopyTo(plain);
        if (cell.IndexOfAny((byte)'.', (byte)',') >= 0)
        {
            if (NumberMarks.IsAmbiguous(cell) && !IsCertainlyDecimal(cell))
            {
                return false;
            }

            plain = plain[..NumberMarks.Normalize(plain)];
        }

        if (plain.IsEmpty || !Utf8Parser.TryParse(plain, out double number, out var taken) || taken != plain.Length
            || !double.IsFinite(number))
        {
            return false;
        }

        value = (float)number;
        return float.IsFinite(value) && (_feature.Kind == FeatureKind.Number || number == Math.Truncate(number));
    }

    /// <summary>Whether 12.345 can only be twelve here: the column shows it, or twelve thousand is more than the feature may
    /// have.</summary>
    private bool IsCertainlyDecimal(ReadOnlySpan<byte> cell)
    {
        if (_feature.Kind != FeatureKind.Number)
        {
            return false;
        }

        var mark = cell.IndexOfAny((byte)'.', (byte)',');
        Span<byte> digits = stackalloc byte[cell.Length - 1];
        cell[..mark].CopyTo(digits);
        cell[(mark + 1)..].CopyTo(digits[mark..]);
        return _decimalMarks.Contains((char)cell[mark], StringComparison.Ordinal)
            || !Utf8Parser.TryParse(digits, out double thousands, out _)
            || !IsAllowed((float)thousands);
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

    private bool TryFindOther(ReadOnlySpan<byte> cell, out float value)
    {
        var text = CellText.Clean(CellText.Decode(cell));
        _others ??= new OtherWords(_feature);
        if (_others.Find(text) is { } code)
        {
            value = code;
            return true;
        }

        value = float.NaN;
        return MissingWords.Contains(text) ? _feature.AllowsEmpty
            : TryParseShare(text, out value) || (DamagedText.Undo(text) is { } whole && TryFindWhole(whole, out value));
    }

    private bool TryFindWhole(string word, out float value)
    {
        value = _others!.Find(word) ?? float.NaN;
        return !float.IsNaN(value);
    }

    /// <summary>12,5 % where the feature is a share: from 0 to 1, or of a hundred by its name.</summary>
    private bool TryParseShare(string text, out float value)
    {
        value = 0;
        var isOfOne = _feature is { Kind: FeatureKind.Number, Minimum: >= 0, Maximum: <= 1 };
        if (text[^1] != '%' || text.Length < 2 || _feature.Kind != FeatureKind.Number || !(isOfOne || IsNamedPercent()))
        {
            return false;
        }

        var number = Encoding.UTF8.GetBytes(text[..^1].TrimEnd());
        if (number.Length is 0 or > MaxNumberLength || NumberMarks.IsAmbiguous(number))
        {
            return false;
        }

        var plain = number.AsSpan(0, NumberMarks.Normalize(number));
        var isNumber = Utf8Parser.TryParse(plain, out double percent, out var taken) && taken == plain.Length && taken > 0;
        value = (float)(isOfOne ? percent / 100 : percent);
        return isNumber && IsAllowed(value);
    }

    private bool IsNamedPercent() =>
        _feature.Maximum <= 100 && ((string[])[_feature.Name, _feature.LabelEs, _feature.LabelEn]).Any(name =>
            name.Contains('%', StringComparison.Ordinal) || TextFold.Words(name)
                .Any(word => word is "porcentaje" or "percent" or "percentage" or "pct" or "porcentagem" or "percentual"));
}
