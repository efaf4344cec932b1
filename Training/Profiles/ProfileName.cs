using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Training.Profiles;

/// <summary>Names of profiles and models: lower-case letters, digits and hyphens.</summary>
internal static class ProfileName
{
    /// <summary>A name made of a file's, without its extensions.</summary>
    public static string Of(string path)
    {
        var words = TextFold.Words(Path.GetFileName(path).Split('.')[0])
            .Select(word => new string([.. word.Where(char.IsAsciiLetterOrDigit)])).Where(word => word.Length > 0);
        var name = string.Join('-', words);
        return name.Length > 0 ? name : "model";
    }
}
