namespace Antivirus.Model.Cohorts.Reading;

/// <summary>The line <c>sep=;</c> that Excel reads and writes, and the separators that a file may have.</summary>
internal static class SeparatorLine
{
    private const string Prefix = "sep=";
    private const string Usual = ",;\t|^~:";

    /// <summary>The separators to try, the declared one first.</summary>
    public static string Candidates(ReadOnlyMemory<byte> start) =>
        Declared(start.Span) is { } declared ? declared + Usual.Replace(declared.ToString(), "", StringComparison.Ordinal) : Usual;

    public static bool Is(SampleLine line) =>
        line.Cells[0].StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && line.Cells.Sum(cell => cell.Length) <= Prefix.Length + 1;

    private static char? Declared(ReadOnlySpan<byte> start)
    {
        var line = start.TrimStart("\r\n \""u8);
        var isDeclared = line.Length > Prefix.Length && System.Text.Ascii.EqualsIgnoreCase(line[..Prefix.Length], Prefix);
        var separator = isDeclared ? (char)line[Prefix.Length] : '\0';
        return separator is > ' ' and < '\u007F' and not '"' or '\t' && !char.IsAsciiLetterOrDigit(separator) ? separator : null;
    }
}
