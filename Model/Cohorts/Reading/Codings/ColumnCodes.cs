namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>Compares the codes that a column's name states with a feature's, as a cohort's header is compared.</summary>
public static class ColumnCodes
{
    /// <summary>Whether a name states codes of its column, or that its values mean the opposite: <c>abandono (0=sí)</c>.</summary>
    public static bool AreIn(string name) => FeatureCoding.SaysReversed(name)
        || CodingText.Clauses(name).SelectMany(clause => clause.Pairs).Any(pair => pair.IsExplicit)
        || TextFold.InBrackets(name)
            .Any(note => note.Any(char.IsAsciiDigit) && CodingText.Clauses(note).Any(clause => clause.Pairs.Count > 0));

    /// <returns>What is expected in place of the name's codes, in English; null where they are the feature's, or none.</returns>
    public static string? FindOther(Feature feature, string name)
    {
        var schema = new StudentSchema { Features = [feature] };
        return new StatedCodings(schema, [name], [0], () => []).FindInNames([name]) is null ? null
            : new ProblemTexts(ReportLanguage.English).OwnCodes(feature);
    }
}
