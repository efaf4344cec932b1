using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What the cell of the id column holds.</summary>
internal enum IdKind
{
    Id,
    Empty,

    /// <summary>Too long, or with control characters.</summary>
    Damaged,

    /// <summary>A number or code that a spreadsheet or list shows in short: 1,02E+09, #####, 2023…</summary>
    Shortened,

    /// <summary>21-ene-24, 21/05/2024: what a spreadsheet makes of a code.</summary>
    Date,

    /// <summary>A code with signs around it that belong to a list, a note or a mail: #1000, &gt; 1000, 1000*.</summary>
    Decorated,

    /// <summary>Ej. 1000: a row that shows how to fill the file in.</summary>
    Example,
}

/// <summary>Reads the cells of the id column.</summary>
internal static class IdCell
{
    public const int MaxBytes = 256;

    // 999E99: longer ones have a mark, or are codes.
    private const int MaxExponentLength = 6;

    // Shorter ones may be codes with a point: 12.0 beside 12.1.
    private const int MinDecimalDigits = 5;
    private static readonly HashSet<string> Masks = ["redacted", "hidden", "masked", "anonimo", "anonimizado", "anonymous", "anonymized",
        "confidencial", "confidential", "oculto", "reservado"];

    private static readonly SearchValues<char> NumberMarks = SearchValues.Create("0123456789.,-");

    /// <summary>Whether the cell is an id as it stands: nothing but ASCII letters and digits, ending in a digit, and not like 1e9. Most
    /// are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPlain(ReadOnlySpan<byte> cell) =>
        cell.Length is > 0 and <= MaxBytes && cell[^1] - (uint)'0' <= 9 && IsLettersAndDigits(cell)
        && (cell.Length > MaxExponentLength || cell[0] > '9' || !cell.ContainsAny((byte)'e', (byte)'E'));

    // A loop: ids are short, and the search for a range of bytes is compiled at each start.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLettersAndDigits(ReadOnlySpan<byte> cell)
    {
        foreach (var value in cell)
        {
            if (value - (uint)'0' > 9 && (uint)((value | 0x20) - 'a') > 'z' - 'a')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads any cell.</summary>
    /// <param name="id">The id as text, cleaned; the cell's text where it is not one.</param>
    public static IdKind Read(ReadOnlySpan<byte> cell, out string id)
    {
        id = CellText.Decode(cell.Length > MaxBytes * 4 ? cell[..(MaxBytes * 4)] : cell);
        if (cell.Length > MaxBytes * 4)
        {
            return IdKind.Damaged;
        }

        id = Normalize(CellText.Clean(id));
        return IsEmpty(id) ? IdKind.Empty
            : IsShortened(id) ? IdKind.Shortened
            : CellDates.IsCertain(id) ? IdKind.Date
            : Encoding.UTF8.GetByteCount(id) > MaxBytes || id.Any(char.IsControl) ? IdKind.Damaged
            : IdMarks.AreAround(id) ? IdKind.Decorated
            : IdMarks.IsExample(id) ? IdKind.Example
            : IdKind.Id;
    }

    /// <summary>Reads a cell that may name a student whose id was read when dates and signs around it were ids.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, out string id) =>
        Read(cell, out id) is IdKind.Id or IdKind.Date or IdKind.Decorated or IdKind.Example;

    public static bool IsId(string cell) => Read(Encoding.UTF8.GetBytes(cell), out _) == IdKind.Id;

    /// <summary>Whether the id is a number in short, 1e9, where the file's other ids are numbers; it may be a code elsewhere.</summary>
    public static bool IsExponent(string id) =>
        id.Length <= MaxExponentLength && id.IndexOfAny(['E', 'e']) is > 0 and var mark && mark < id.Length - 1
        && id.AsSpan(0, mark).IndexOfAnyExceptInRange('0', '9') < 0
        && id.AsSpan(mark + 1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>The id in digits of ASCII, and as a whole number where a program wrote a decimal one: 202301000.0 is 202301000.</summary>
    public static string Normalize(string id) => WithoutDecimals(IdMarks.ToAscii(id));

    private static string WithoutDecimals(string id)
    {
        var mark = id.LastIndexOfAny(['.', ',']);
        return mark >= MinDecimalDigits && id.Length - mark is 2 or 3
            && id.AsSpan(mark + 1).IndexOfAnyExcept('0') < 0 && id.AsSpan(0, mark).IndexOfAnyExceptInRange('0', '9') < 0
            ? id[..mark]
            : id;
    }

    /// <summary>Nothing, a word for it, a mask as ***, or the error that a spreadsheet shows in place of a value: #REF!,
    /// #¿NOMBRE?</summary>
    private static bool IsEmpty(string id) => id.Length == 0 || MissingWords.Contains(id) || id is ['#', .., '!' or '?']
        || id.Contains("**", StringComparison.Ordinal) || Masks.Contains(TextFold.Fold(id).Trim('[', ']', '(', ')', '<', '>', '*'))
        || (id.AsSpan().IndexOfAnyExcept('#') >= 0 && !id.Any(char.IsLetterOrDigit));

    private static bool IsShortened(string id)
    {
        if (id.AsSpan().IndexOfAnyExcept('#') < 0 || id.EndsWith("...", StringComparison.Ordinal) || id[^1] == '…')
        {
            return true;
        }

        var exponent = id.IndexOfAny(['E', 'e']);
        return exponent > 0 && exponent + 1 < id.Length
            && (id[exponent + 1] == '+' || id.AsSpan(0, exponent).ContainsAny('.', ','))
            && id.AsSpan(exponent + 1).TrimStart('+').IndexOfAnyExceptInRange('0', '9') < 0
            && id.AsSpan(0, exponent).IndexOfAnyExcept(NumberMarks) < 0;
    }
}
