using System.Text.RegularExpressions;

namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>Knows units whose numbers are others than a feature's: ages in months, incomes in thousands, absences in per cent.</summary>
internal static partial class UnitText
{
    private const double MaxGrade = 20;
    private const int MaxWords = 4;

    // What each word measures, and its unit there.
    private static readonly Dictionary<string, (string Kind, string Unit)> Units = All(
        ("time", "year", "ano anos anho anhos año años year years yr yrs"), ("time", "month", "mes meses month months mth mths"),
        ("time", "week", "semana semanas week weeks wk wks"), ("time", "day", "dia dias day days"),
        ("time", "hour", "hora horas hour hours hr hrs h"), ("time", "minute", "minuto minutos minute minutes min mins"),
        ("time", "term", "semestre semestres semester semesters trimestre trimestres"),
        ("size", "thousand", "mil miles milhares thousand thousands k"), ("size", "million", "millon millones milhoes million millions mm"),
        ("share", "percent", "porcentaje porcentual percent percentage pct porcentagem percentual"),
        ("length", "kilometre", "km kms kilometro kilometros kilometer kilometers"), ("length", "metre", "metro metros meter meters"),
        ("wage", "wage", "smmlv smlv smmv smlmv smdf uma uvt umas salarios"));

    private static readonly HashSet<string> Ages = [.. "edad edades age idade".Split(' ')];

    // Counted, unless the name says otherwise.
    private static readonly HashSet<string> Counts = [.. ("ausencias ausencia inasistencias faltas fallas absences absence creditos " +
        "credits edad age idade materias asignaturas cursos courses disciplinas numero number cantidad").Split(' ')];

    /// <summary>Whether a note states a unit whose numbers are not the feature's.</summary>
    /// <param name="note">A few words, such as those in brackets after a column's name.</param>
    public static bool IsOther(Feature feature, string note)
    {
        if (feature.Kind is not (FeatureKind.Integer or FeatureKind.Number))
        {
            return false;
        }

        var names = ((string[])[feature.Name, feature.LabelEs, feature.LabelEn, .. feature.Aliases]).Distinct().ToList();
        var own = names.SelectMany(UnitsIn).ToHashSet();
        if (names.SelectMany(TextFold.Words).Any(Ages.Contains) && !own.Any(unit => unit.Kind == "time"))
        {
            own.Add(("time", "year"));
        }

        var words = TextFold.Words(note);
        return words.Count <= MaxWords && UnitsIn(note).Any(unit => !own.Contains(unit) && unit.Kind switch
        {
            "share" => !MayBeShare(feature, names),
            "size" or "wage" => true,
            _ => own.Any(mine => mine.Kind == unit.Kind) || AreCodes(feature, names),
        });
    }

    private static IEnumerable<(string Kind, string Unit)> UnitsIn(string text) =>
        TextFold.Words(text).Where(Units.ContainsKey).Select(word => Units[word])
            .Concat(text.Contains('%', StringComparison.Ordinal) ? [Units["percent"]] : [])
            .Concat(Thousands().IsMatch(text) ? [Units["mil"]] : []);

    /// <summary>Whether per cent of something are numbers of the feature: of a hundred, and no count.</summary>
    private static bool MayBeShare(Feature feature, List<string> names) =>
        feature.Maximum is null or (> MaxGrade and <= 100) && !names.SelectMany(TextFold.Words).Any(Counts.Contains);

    /// <summary>Whether the feature's label says that its numbers are codes: <c>Tiempo de viaje (1 a 4)</c>.</summary>
    private static bool AreCodes(Feature feature, List<string> names) => names.SelectMany(TextFold.InBrackets)
        .Any(note => StatedRange.Find(note) is { Minimum: { } least, Maximum: var most }
            && least == feature.Minimum && most == feature.Maximum);

    private static Dictionary<string, (string Kind, string Unit)> All(params (string Kind, string Unit, string Words)[] units) => units
        .SelectMany(unit => unit.Words.Split(' ').Select(word => (Word: TextFold.Fold(word), unit.Kind, unit.Unit)))
        .DistinctBy(unit => unit.Word)
        .ToDictionary(unit => unit.Word, unit => (unit.Kind, unit.Unit), StringComparer.Ordinal);

    // x1000, 000s, '000: in thousands.
    [GeneratedRegex(@"(?<!\d)(?:[x×*]\s?1[.,]?000|'?000s?)(?!\d)")]
    private static partial Regex Thousands();
}
