namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What exports write where a value is missing.</summary>
internal static class MissingWords
{
    private static readonly HashSet<string> Words =
    [
        "-", "--", "---", "–", "—", ".", "..", "...", "?", "na", "n/a", "#n/a", "#n/d", "n.a.", "n.a", "n/d", "n.d.", "nd", "null",
            "(null)", "nan", "none", "nil", "s/d", "s.d.", "s/i",
        "sin dato", "sin datos", "sin informacion", "no disponible", "no data", "missing", "no registra", "sem dados", "sem informacao",
            "<na>", "\\n", "(vacio)", "(en blanco)", "(blank)", "(empty)",
    ];

    public static bool Contains(string text) => text.Length <= 20 && Words.Contains(TextFold.Fold(text));
}
