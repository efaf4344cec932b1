namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Points and commas in numbers: which one stands before the decimals, and which between thousands.</summary>
internal static class NumberMarks
{
    private const int GroupDigits = 3;

    /// <summary>Whether the only mark may stand for thousands as well as for decimals: 12.000, 1,234; not 0.125, 12.00 or
    /// 1234.567.</summary>
    public static bool IsAmbiguous(ReadOnlySpan<byte> number)
    {
        var digits = number.TrimStart("+-"u8);
        var mark = digits.IndexOfAny((byte)'.', (byte)',');
        return mark is > 0 and <= GroupDigits
            && digits.Length == mark + 1 + GroupDigits
            && digits[0] != '0'
            && IsDigits(digits[..mark])
            && IsDigits(digits[(mark + 1)..]);
    }

    /// <summary>Writes the number with a point before its decimals and nothing between thousands.</summary>
    /// <returns>Its new length; 0 when its marks make no sense.</returns>
    public static int Normalize(Span<byte> number)
    {
        var last = number.LastIndexOfAny((byte)'.', (byte)',');
        var first = number.IndexOfAny((byte)'.', (byte)',');
        if (first < 0)
        {
            return number.Length;
        }

        if (first == last)
        {
            number[last] = (byte)'.';
            return number.Length;
        }

        var group = number[first];
        var isDecimal = number[last] != group;
        var whole = number[..(isDecimal ? last : number.Length)];
        if (!IsGrouped(whole.TrimStart("+-"u8), group) || !(isDecimal ? IsDigits(number[(last + 1)..]) : true))
        {
            return 0;
        }

        var length = 0;
        for (var index = 0; index < number.Length; index++)
        {
            if (number[index] != group)
            {
                number[length++] = isDecimal && index == last ? (byte)'.' : number[index];
            }
        }

        return length;
    }

    /// <summary>One to three digits, then groups of three: 1.234.567.</summary>
    private static bool IsGrouped(ReadOnlySpan<byte> whole, byte group)
    {
        var end = whole.IndexOf(group);
        if (end is < 1 or > GroupDigits || !IsDigits(whole[..end]) || whole[0] == '0')
        {
            return false;
        }

        for (var rest = whole[end..]; !rest.IsEmpty; rest = rest[(GroupDigits + 1)..])
        {
            if (rest.Length < GroupDigits + 1 || rest[0] != group || !IsDigits(rest[1..(GroupDigits + 1)]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDigits(ReadOnlySpan<byte> text) => !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
