using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>How alike a text is to the ids of a file.</summary>
internal enum IdLikeness
{
    /// <summary>Letters, digits and marks stand in it as in another id, and it is as long as ids are.</summary>
    Same,
    Unsure,

    /// <summary>A count among codes, a mean among whole numbers, words among numbers.</summary>
    Other,
}

/// <summary>How the ids of a file look, by those of its first rows.</summary>
internal sealed class IdShape
{
    private const int MinIds = 3;
    private const int MinIdsOfCodes = 5;
    private const int MinCodes = 2;
    private readonly HashSet<string> _patterns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _codes = new(StringComparer.Ordinal);
    private readonly int _count;
    private readonly int _minLength;
    private readonly int _maxLength;
    private readonly bool _haveDigits;
    private readonly bool _anyHasDigits;
    private readonly bool _haveLetters;
    private readonly bool _noneHasBlanks;
    private readonly bool _areNumbers;
    private readonly bool _areExamples;
    private readonly IReadOnlyCollection<string> _ids;
    private readonly string? _mainPattern;
    private readonly int? _mainLength;

    public IdShape(IReadOnlyCollection<string> ids)
    {
        (_ids, _count) = (ids, ids.Count);
        if (_count == 0)
        {
            return;
        }

        _patterns.UnionWith(ids.Select(PatternOf));
        (_minLength, _maxLength) = (ids.Min(id => id.Length), ids.Max(id => id.Length));
        _haveDigits = AreMost(ids.Count(id => id.Any(char.IsAsciiDigit)));
        _anyHasDigits = ids.Any(id => id.Any(char.IsAsciiDigit));
        _haveLetters = AreMost(ids.Count(id => id.Any(char.IsLetter)));
        _areExamples = AreMost(ids.Count(IdMarks.IsExample));
        _areNumbers = AreMost(ids.Count(id => id.All(char.IsAsciiDigit)));
        _codes.UnionWith(ids.GroupBy(CodeOf).Where(code => code.Key.Length > 0 && AreMost(code.Count())
            && code.Count(id => !CellDates.IsDate(id)) >= MinCodes).Select(code => code.Key));
        (_mainPattern, _mainLength) = FindMain(ids);
        _noneHasBlanks = !ids.Any(id => id.Contains(' ', StringComparison.Ordinal));
    }

    /// <summary>Whether the ids are numbers or codes, so that mere words are not one.</summary>
    public bool IsNeverWords => _haveDigits && _count >= MinIdsOfCodes;

    /// <summary>Whether no id has a digit: nicknames.</summary>
    public bool IsWords => _count > 0 && !_anyHasDigits;

    /// <summary>Whether the ids are whole numbers, so that 1e9 is one in short.</summary>
    public bool AreNumbers => _areNumbers && _count >= MinIds;

    /// <summary>Whether the ids begin with what elsewhere is the word example: Ex. for expediente.</summary>
    public bool AreExamples => _areExamples && _count >= MinIds;

    /// <summary>Whether the id is of a row that tries a system out, where the others are not.</summary>
    public bool IsTest(string id) =>
        _count >= MinIds && !IsWords && IdMarks.IsTest(id) && _ids.Count(IdMarks.IsTest) * 2 <= _count;

    /// <summary>Whether the id is nothing but zeros, where the others do not count from them.</summary>
    public bool IsZero(string id) => _count >= MinIds && id.All(digit => digit == '0')
        && !_ids.Any(other => other.TrimStart('0') is "1" or "2" or "10");

    /// <summary>Whether a code that looks like a date, MAR-24, has the shape of most ids in the same case, and others of them are not
    /// dates: ADM-24.</summary>
    public bool IsCode(string id) => _codes.Contains(CodeOf(id));

    /// <summary>Whether most ids have letters and digits in the same order.</summary>
    public bool HaveOneShape => _mainPattern is not null;

    /// <summary>Whether all ids but this one, or very few, have one shape: letters and digits in the same order, or one length.</summary>
    public bool IsOdd(string id) => _mainPattern is not null && (PatternOf(id) != _mainPattern || (_mainLength ?? id.Length) != id.Length);

    public IdLikeness Compare(string id)
    {
        if (_patterns.Contains(PatternOf(id)))
        {
            return id.Length >= _minLength && id.Length <= _maxLength ? IdLikeness.Same
                : id.Length * 2 <= _minLength && _count >= MinIds ? IdLikeness.Other
                : IdLikeness.Unsure;
        }

        var isOther = (_haveDigits && !id.Any(char.IsAsciiDigit))
            || (_haveLetters && !id.Any(char.IsLetter))
            || (_noneHasBlanks && id.Contains(' ', StringComparison.Ordinal))
            || (_patterns is { Count: 1 } && _patterns.Contains("9"));
        return isOther && _count >= MinIds ? IdLikeness.Other : IdLikeness.Unsure;
    }

    /// <returns>The pattern, and the length, of most ids; null where they have several.</returns>
    private (string? Pattern, int? Length) FindMain(IReadOnlyCollection<string> ids)
    {
        // Loops: queries over counts would be compiled at the start of each console.
        var patterns = new Dictionary<string, int>(StringComparer.Ordinal);
        var lengths = new int[IdCell.MaxBytes + 1];
        var (main, length) = ("", 0);
        foreach (var id in ids)
        {
            var pattern = PatternOf(id);
            patterns[pattern] = patterns.GetValueOrDefault(pattern) + 1;
            main = main.Length == 0 || patterns[pattern] > patterns[main] ? pattern : main;
            var own = Math.Min(id.Length, IdCell.MaxBytes);
            lengths[own]++;
            length = lengths[own] > lengths[length] ? own : length;
        }

        return (_count >= MinIdsOfCodes && AreMost(patterns[main]) ? main : null, AreMost(lengths[length]) ? length : null);
    }

    /// <summary>All but a tenth, or all but one.</summary>
    private bool AreMost(int count) => _count - count <= Math.Max(1, _count / 10);

    /// <summary>Letters, a hyphen and digits, with the letters' case: a spreadsheet that makes a month of MAR writes mar or Mar. Empty for
    /// any
    /// other id.</summary>
    private static string CodeOf(string id)
    {
        var mark = id.IndexOf('-', StringComparison.Ordinal);
        var (letters, digits) = mark < 1 ? ("", "") : (id[..mark], id[(mark + 1)..]);
        return letters.Length == 0 || digits.Length == 0 || !letters.All(char.IsLetter) || !digits.All(char.IsAsciiDigit) ? ""
            : letters.All(char.IsUpper) ? "A-9" : letters.All(char.IsLower) ? "a-9" : "Aa-9";
    }

    /// <summary>Runs of letters as <c>a</c>, runs of digits as <c>9</c>: EST0012-3 is <c>a9-9</c>.</summary>
    private static string PatternOf(string id)
    {
        var pattern = new StringBuilder(id.Length);
        foreach (var character in id)
        {
            var kind = char.IsAsciiDigit(character) ? '9' : char.IsLetter(character) ? 'a' : character;
            if (pattern.Length == 0 || pattern[^1] != kind || kind is not ('9' or 'a'))
            {
                pattern.Append(kind);
            }
        }

        return pattern.ToString();
    }
}
