namespace Antivirus.Training.Profiles;

/// <summary>How files write that a value is not there.</summary>
internal static class MissingValues
{
    private static readonly HashSet<string> Words = new(["", "na", "n/a", "#n/a", "nan", "null", "s/d", "s.d.", "n.d.", "n/d", "-", "--", ".", "sin dato", "sin datos", "sem dados"], StringComparer.Ordinal);

    private static readonly int MaxLength = Words.Max(word => word.Length);

    public static bool Contains(string cell) =>
        cell.Length == 0 || (!char.IsAsciiDigit(cell[0]) && cell.Length <= MaxLength + 2 && Words.Contains(PlainText.Fold(cell)));
}
