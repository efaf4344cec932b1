using System.Text.RegularExpressions;

namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>What a text says that a code means: <c>1=mujer</c>, <c>sí = no tiene</c>. Both sides are folded.</summary>
/// <param name="IsExplicit">Whether an equals sign or an arrow stands between them; if not, <c>2 semestres</c> is one too.</param>
internal sealed record StatedPair(string Left, string Right, bool IsExplicit);

/// <summary>A part of a text between commas, brackets and the like.</summary>
/// <param name="Head">What stands before the first pair, such as a column's name; all of it where there is no pair.</param>
internal sealed record StatedClause(string Head, IReadOnlyList<StatedPair> Pairs);

/// <summary>Reads codings in the forms that people write: <c>1=M 2=F</c>, <c>0: no; 1: sí</c>, <c>1-Sí / 2-No</c>, <c>Sí (1), No
/// (0)</c>.</summary>
internal static partial class CodingText
{
    // The patterns below try each start of a text anew.
    private const int MaxLength = 600;
    private static readonly HashSet<string> Joints = [.. "a al y o u e to and or ou ate hasta".Split(' ')];

    private static readonly HashSet<string> Fillers =
        [.. "y o e and or es is significa means para donde siendo codigo code valor".Split(' ')];

    /// <summary>Whether a side is a number, as codes are.</summary>
    public static bool IsNumber(string side) => Number().IsMatch(side);

    /// <param name="text">Any text; it is folded here. Of one that is longer than a note, the start.</param>
    public static IReadOnlyList<StatedClause> Clauses(string text)
    {
        var note = text.Length > MaxLength ? text[..MaxLength] : text;
        var folded = Arrow().Replace(Bound().Replace(NoData().Replace(TextFold.Fold(note), "sin dato"), "≥"), "=");
        folded = EndsWithNumber().IsMatch(folded) ? WordAndNumber().Replace(folded, "$1=$2, ") : NumberAndWords().Replace(folded, ", $1=");
        folded = Verb().Replace(NumberVerb().Replace(folded, "="), "=");
        var clauses = new List<StatedClause>();
        foreach (var part in Brackets().Split(folded))
        {
            var commas = part.Contains('=', StringComparison.Ordinal) || part.Contains(':', StringComparison.Ordinal) ? AnyComma()
                : Comma();
            clauses.AddRange(commas.Split(part).Where(clause => clause.Trim().Length > 0).Select(Read));
        }

        return clauses;
    }

    private static StatedClause Read(string clause)
    {
        var parts = clause.Split('=', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 1)
        {
            return Between(parts, isExplicit: true);
        }

        parts = clause.Replace('=', ' ').Split(':', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length < 2 ? Loose("", clause.Replace('=', ' '))
            : parts.Length == 2 && !IsNumber(Side(parts[0])) && StartsWithNumber().IsMatch(parts[1]) && !IsNumber(Side(parts[1]))
                ? Loose(parts[0], parts[1])
            : Between(parts, isExplicit: false) is var read && read.Pairs.Any(pair => IsNumber(pair.Left) || IsNumber(pair.Right)) ? read
            : read with { Head = clause.Replace(':', ' ') };
    }

    /// <summary>Pairs around signs: what stands between two of them is a meaning and the next code.</summary>
    private static StatedClause Between(string[] parts, bool isExplicit)
    {
        var head = "";
        var left = parts[0].Trim();
        if (left.LastIndexOf(':') is >= 0 and var colon)
        {
            (head, left) = (left[..colon], left[(colon + 1)..]);
        }
        else if (parts.Length > 2 && !IsNumber(Side(left)) && IsNumber(Side(parts[1])) && !IsNumber(Side(parts[2])))
        {
            (head, left, parts) = (left, parts[1], parts[1..]);
        }
        else if (TrailingNumber().Match(left) is { Success: true } number)
        {
            (head, left) = (left[..number.Index], number.Value);
        }
        else
        {
            head = left;
        }

        var pairs = new List<StatedPair>();
        for (var index = 1; index < parts.Length; index++)
        {
            var (right, next) = index == parts.Length - 1 ? (parts[index], "") : Split(parts[index].Trim());
            pairs.Add(new StatedPair(Side(left), Side(right), isExplicit));
            left = next;
        }

        return new StatedClause(head.Trim(), pairs.FindAll(pair => pair.Left.Length > 0 && pair.Right.Length > 0));
    }

    /// <summary><c>no 1</c> is the meaning no and the code 1; <c>1 no</c> the code 1 of what came before, and the word no.</summary>
    private static (string Meaning, string Code) Split(string between)
    {
        var space = char.IsAsciiDigit(between.FirstOrDefault()) ? between.IndexOf(' ', StringComparison.Ordinal) : between.LastIndexOf(' ');
        return space < 0 ? (between, between) : (between[..space], between[(space + 1)..]);
    }

    /// <summary>Numbers and words without a sign between: <c>1 sí 2 no</c>, <c>1-Sí</c>, <c>sí - 1</c>.</summary>
    private static StatedClause Loose(string head, string clause)
    {
        var pairs = NumberAndWord().Matches(clause)
            .Select(match => new StatedPair(match.Groups[1].Value, Side(match.Groups[2].Value), false))
            .Where(pair => pair.Right.Length > 0 && !Joints.Contains(pair.Right)).ToList();
        if (pairs.Count > 0)
        {
            var first = clause.IndexOf(pairs[0].Left, StringComparison.Ordinal);
            return new StatedClause($"{head} {clause[..first]}".Trim(), pairs);
        }

        return WordDashNumber().Match(clause) is { Success: true } word
            ? new StatedClause(head.Trim(), [new StatedPair(Side(word.Groups[1].Value), word.Groups[2].Value, false)])
            : new StatedClause($"{head} {clause}".Trim(), []);
    }

    private static string Side(string text)
    {
        var side = text.Trim(" \"'«»“”‘’.-–*¿?¡!".ToCharArray());
        var words = side.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        while (words.Count > 1 && Fillers.Contains(words[0]))
        {
            words.RemoveAt(0);
        }

        while (words.Count > 1 && Fillers.Contains(words[^1]))
        {
            words.RemoveAt(words.Count - 1);
        }

        return string.Join(' ', words);
    }

    [GeneratedRegex(@"^\d+([.,]\d+)?$")]
    private static partial Regex Number();

    [GeneratedRegex(@"[<>]=|≤|≥|≠|!=")]
    private static partial Regex Bound();

    // Its stroke stands between no two parts.
    [GeneratedRegex(@"\b(?:s/[di]|n/[ad]|ns/nr)\b")]
    private static partial Regex NoData();

    [GeneratedRegex(@"=+>|-+>|→|⇒|➔|==+|≡")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"(\p{L}[\p{L} ]*?)\s*\((\d+)\)")]
    private static partial Regex WordAndNumber();

    [GeneratedRegex(@"\(\d+\)\W*$")]
    private static partial Regex EndsWithNumber();

    [GeneratedRegex(@"\((\d+)\)\s*(?=\p{L})")]
    private static partial Regex NumberAndWords();

    [GeneratedRegex(@"\s+(?:se (?:codifica|marca|registra)n? (?:como|con)|codificad[oa]s? como|(?:is )?coded as|corresponde a|equivale a|"
        + @"significa|como|as)\s+(?=\d)")]
    private static partial Regex Verb();

    [GeneratedRegex(@"(?<=\d)\s+(?:es|is|significa|means|quiere decir|corresponde a|equivale a|indica|representa|for|para)\s+(?=\p{L})")]
    private static partial Regex NumberVerb();

    [GeneratedRegex(@"[;/|()\[\]{}•·\n\r\t]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@",")]
    private static partial Regex AnyComma();

    [GeneratedRegex(@"(?<!\d),|,(?!\d)")]
    private static partial Regex Comma();

    [GeneratedRegex(@"^\s*\d+\s*\D")]
    private static partial Regex StartsWithNumber();

    [GeneratedRegex(@"(?<=\s)\d+([.,]\d+)?\s*$")]
    private static partial Regex TrailingNumber();

    [GeneratedRegex(@"(?<![\p{L}\d])(\d+)\s*[-–.)]*\s*([\p{L}<>≥][^\d]*)")]
    private static partial Regex NumberAndWord();

    [GeneratedRegex(@"^\s*(\p{L}[\p{L} ]*?)\s*[-–]?\s*(\d+)\s*$")]
    private static partial Regex WordDashNumber();
}
