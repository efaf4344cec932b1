using System.CommandLine;

namespace Antivirus.Training.Commands;

/// <summary>Options of the commands that read labelled raw files.</summary>
internal static class RawFileOptions
{
    public static readonly Option<string?> Sheet =
        new("--sheet") { Description = "The workbook's sheet; the one that holds the header when it is not given." };

    /// <summary>The separator is found; scripts that name it go on working.</summary>
    public static readonly Option<string?> Separator =
        new("--separator") { Description = "Not needed: the separator is found.", Hidden = true };
}
