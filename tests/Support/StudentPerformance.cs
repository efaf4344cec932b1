using Antivirus.Model.Cohorts;

namespace Antivirus.Support;

/// <summary>The schema of the recorded runs: the 18 features of the original system, in its order.</summary>
public static class StudentPerformance
{
    public static StudentSchema Schema { get; } = new()
    {
        Features =
        [
            Number("age", 10, 30), Number("Medu", 0, 4), Number("traveltime", 1, 4), Number("studytime", 1, 4), Number("freetime", 1, 5),
            Number("goout", 1, 5), Number("Walc", 1, 5), Number("health", 1, 5), Number("absences", 0, 93),
            Binary("Sex", "F", "M"), Binary("Famsize", "GT3", "LE3"), YesNo("Schoolsup"), YesNo("Famsup"), YesNo("Paid"),
                YesNo("Activities"),
            YesNo("Higher") with { Aliases = ["Highger"] }, YesNo("Internet"), YesNo("Romantic"),
        ],
    };

    private static Feature Number(string name, double minimum, double maximum) => new()
    {
        Name = name,
        Kind = FeatureKind.Integer,
        Minimum = minimum,
        Maximum = maximum,
        LabelEs = name,
        LabelEn = name,
    };

    private static Feature YesNo(string name) => Binary(name, "no", "yes");

    private static Feature Binary(string name, string zero, string one) => new()
    {
        Name = name,
        Kind = FeatureKind.Binary,
        Words = [new CategoryWord(zero, 0), new CategoryWord(one, 1)],
        LabelEs = name,
        LabelEn = name,
    };
}
