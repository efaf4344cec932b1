using System.Globalization;

namespace Antivirus.Training.Output;

/// <summary>Counts with their noun: "1 row", "2 rows".</summary>
internal static class Count
{
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
