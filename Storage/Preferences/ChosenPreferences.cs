using Antivirus.Model.Cohorts;

namespace Antivirus.Storage.Preferences;

/// <summary>What an institution chose for its reports and emails; the settings hold where it chose nothing.</summary>
public sealed record ChosenPreferences
{
    public ReportLanguage? Language { get; init; }

    /// <summary>IANA name, such as <c>America/Bogota</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What of the report is attached: <c>Csv</c>, <c>Xlsx</c> or <c>None</c>.</summary>
    public string? Attachment { get; init; }
}

/// <param name="Version">Of this choice; <see cref="PreferenceStore.NoVersion"/> where nothing was ever chosen.</param>
public sealed record StoredPreferences(ChosenPreferences Chosen, string Version);
