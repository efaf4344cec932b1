using System.Globalization;

namespace Antivirus.Model.Cohorts;

/// <summary>Counts with their noun: "1 row", "2 rows".</summary>
public static class Count
{
    /// <param name="one">The noun of a single one.</param>
    /// <param name="many">The noun of any other number; <paramref name="one"/> with an s when null.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
