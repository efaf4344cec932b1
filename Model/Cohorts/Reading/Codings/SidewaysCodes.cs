namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>Reads a codebook that lies on its side: codes in one line, and what each of them means below or above it.</summary>
internal static class SidewaysCodes
{
    private const int MinPairs = 2;
    private const int MaxCodeLength = 3;
    private const int MinMeaningLength = 2;
    private static readonly HashSet<string> Headings =
        [.. "codigo codigos code codes valor valores value values significado meaning etiqueta label descripcion description".Split(' ')];

    /// <summary>The two lines as one note, <c>Sexo: 0=mujer; 1=hombre</c>; null where they are not such a codebook.</summary>
    /// <param name="isName">Whether a text is a column's name: above numbers it is a header.</param>
    public static string? NoteOf(IReadOnlyList<string> above, IReadOnlyList<string> below, Func<string, bool> isName)
    {
        var pairs = new List<string>();
        var heads = new List<string>();
        for (var column = 0; column < Math.Max(above.Count, below.Count); column++)
        {
            var (one, other) = (CellAt(above, column), CellAt(below, column));
            if (IsCode(one) && IsMeaning(other, one) && !isName(other))
            {
                pairs.Add($"{one}={other}");
            }
            else if (IsCode(other) && IsMeaning(one, other) && !isName(one))
            {
                pairs.Add($"{other}={one}");
            }
            else if (pairs.Count == 0 && (one.Length > 0 || other.Length > 0))
            {
                heads = [.. ((string[])[one, other]).Where(cell => !Headings.Contains(TextFold.Fold(cell)))];
            }
        }

        return pairs.Count < MinPairs ? null : $"{string.Join(' ', heads).Trim()}: {string.Join("; ", pairs)}";
    }

    private static string CellAt(IReadOnlyList<string> cells, int column) => column < cells.Count ? cells[column] : "";

    private static bool IsCode(string cell) => cell.Length is > 0 and <= MaxCodeLength && cell.All(char.IsAsciiLetterOrDigit);

    private static bool IsMeaning(string cell, string code) =>
        cell.Length >= MinMeaningLength && !cell.Any(char.IsAsciiDigit) && cell.Any(char.IsLetter)
        && (CodingText.IsNumber(code) || cell.Length > MaxCodeLength);
}
