using System.Globalization;
using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Outcomes;

/// <summary>Yes and no as files in Spanish, English and Portuguese write them.</summary>
public static class TruthWords
{
    private static readonly HashSet<string> Yes =
        new(["si", "s", "sim", "yes", "y", "x", "1", "verdadero", "verdadeiro", "true", "cierto", "certo"], StringComparer.Ordinal);
    private static readonly HashSet<string> No = new(["no", "n", "nao", "0", "falso", "false"], StringComparer.Ordinal);

    /// <summary>Whether one value is a yes (true) or a no (false); null where it is neither.</summary>
    public static bool? Of(string value)
    {
        var folded = WithoutDecimals(TextFold.Fold(value));
        return Yes.Contains(folded) ? true : No.Contains(folded) ? false : null;
    }

    /// <summary>The same for all values of a column. They are truths only together: F is false beside V or T, and else a fail, a woman or a
    /// Friday.</summary>
    /// <param name="values">Different values, none of them missing.</param>
    public static IReadOnlyList<bool?> Of(IReadOnlyList<string> values)
    {
        var folded = values.Select(value => WithoutDecimals(TextFold.Fold(value))).ToList();
        var hasTrueLetter = folded.Exists(IsTrueLetter);
        var hasFalse = folded.Exists(word => word is "f" or "falso" or "false");
        var truths = folded.ConvertAll(word => word switch
        {
            "f" when hasTrueLetter => (bool?)false,
            "t" or "v" when hasFalse => true,
            _ => Of(word),
        });
        return AreTruths(folded, truths) ? truths : truths.ConvertAll(_ => (bool?)null);
    }

    private static bool IsTrueLetter(string word) => word is "t" or "v" or "true" or "verdadero" or "verdadeiro";

    /// <summary>A number besides 0 and 1 makes counts or codes of them all; a yes alone among other words, or two kinds of yes, says
    /// nothing.</summary>
    private static bool AreTruths(List<string> folded, List<bool?> truths)
    {
        if (folded.Exists(word => word is not ("0" or "1") && double.TryParse(word, CultureInfo.InvariantCulture, out _)))
        {
            return false;
        }

        return truths.Contains(true) && truths.Contains(false)
            || (!truths.Contains(null) && folded.ConvertAll(word => word[0]).Distinct().Count() == 1);
    }

    /// <summary>1.0 and 1,00 are 1.</summary>
    private static string WithoutDecimals(string folded) =>
        folded.Length > 1 && char.IsDigit(folded[0])
            && double.TryParse(folded.Replace(',', '.'), CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : folded;
}
