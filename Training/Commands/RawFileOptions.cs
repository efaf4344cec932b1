using System.CommandLine;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Commands;

/// <summary>Options of the commands that read labelled raw files.</summary>
internal static class RawFileOptions
{
    public static readonly Option<string?> Sheet =
        new("--sheet") { Description = "The workbook's sheet; the one that holds the header when it is not given." };

    public static readonly Option<string?> Id =
        new("--id") { Description = "Name of the column with the students' ids, in place of the profile's." };

    /// <summary>The separator is found; scripts that name it go on working.</summary>
    public static readonly Option<string?> Separator =
        new("--separator") { Description = "Not needed: the separator is found.", Hidden = true };

    /// <summary>The profile, with the id column that the command line names.</summary>
    public static Profile Apply(ParseResult parsed, Profile profile)
    {
        profile.Id = parsed.GetValue(Id) ?? profile.Id;
        return profile;
    }
}
