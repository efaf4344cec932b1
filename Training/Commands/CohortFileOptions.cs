using System.CommandLine;
using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Training.Commands;

/// <summary>Options of the commands that read a cohort: what a person decides about its file.</summary>
internal static class CohortFileOptions
{
    public static readonly Option<string?> Id =
        new("--id") { Description = "Name of the column with the students' ids, where it cannot be told by its name." };

    public static ReadingOptions Read(ParseResult parsed) =>
        new() { IdColumn = parsed.GetValue(Id), Sheet = parsed.GetValue(RawFileOptions.Sheet) };
}
