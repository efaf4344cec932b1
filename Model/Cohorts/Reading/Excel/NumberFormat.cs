using System.Buffers;

namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>What a cell's number stands for.</summary>
internal enum NumberMeaning
{
    Number,
    Percent,
    Date,
    Time,
    Padded,
}

/// <summary>How a cell shows its number, as far as it changes what the number means.</summary>
/// <param name="Code">How a number is written that is shown as a code, such as 00012 or E-0012.</param>
internal readonly record struct NumberFormat(NumberMeaning Meaning, CodeFormat? Code = null)
{
    private static readonly SearchValues<char> SpanMarks = SearchValues.Create("[hHmMsS");

    /// <summary>Reads a format's code, as workbooks hold it in every language: <c>0.0%</c>, <c>dd/mm/yyyy</c>, <c>00000</c>.</summary>
    public static NumberFormat Parse(string code)
    {
        var marks = Marks(code);
        if (marks.Contains('%', StringComparison.Ordinal))
        {
            return new NumberFormat(NumberMeaning.Percent);
        }

        if (marks.AsSpan().ContainsAny("dy") || (marks.Contains('m', StringComparison.Ordinal) && !marks.AsSpan().ContainsAny("hs")))
        {
            return new NumberFormat(NumberMeaning.Date);
        }

        return marks.AsSpan().ContainsAny("hs")
            ? new NumberFormat(NumberMeaning.Time)
            : CodeFormat.Parse(code) is { } written ? new NumberFormat(NumberMeaning.Padded, written) : default;
    }

    /// <summary>The formats that a workbook names by number only.</summary>
    public static NumberFormat BuiltIn(int number) => number switch
    {
        9 or 10 => new NumberFormat(NumberMeaning.Percent),
        >= 14 and <= 17 or 22 or >= 27 and <= 31 or 36 or >= 50 and <= 58 => new NumberFormat(NumberMeaning.Date),
        >= 18 and <= 21 or >= 32 and <= 35 or >= 45 and <= 47 => new NumberFormat(NumberMeaning.Time),
        _ => default,
    };

    /// <summary>The first section without its literals, colours, currencies and AM/PM, in lower case.</summary>
    private static string Marks(string code)
    {
        var marks = new List<char>();
        for (var index = 0; index < code.Length && code[index] != ';'; index++)
        {
            switch (code[index])
            {
                case '\\' or '_' or '*':
                    index++;
                    break;
                case '"':
                    index = EndOf(code, index, '"');
                    break;
                case '[':
                    var end = EndOf(code, index, ']');
                    // [h], [mm] and [s] are spans of time; all else in brackets is colour, currency or condition.
                    marks.AddRange(code.AsSpan(index, end - index).ContainsAnyExcept(SpanMarks) ? "" : "h");
                    index = end;
                    break;
                default:
                    marks.Add(char.ToLowerInvariant(code[index]));
                    break;
            }
        }

        return string.Concat(marks).Replace("am/pm", "h", StringComparison.Ordinal).Replace("general", "", StringComparison.Ordinal);
    }

    private static int EndOf(string code, int start, char mark)
    {
        var end = code.IndexOf(mark, start + 1);
        return end < 0 ? code.Length - 1 : end;
    }
}
