using Antivirus.Model.Cohorts;

namespace Antivirus.Functions.Institutions;

/// <summary>One institution of the registry: settings <c>Ies__{code}__…</c>.</summary>
internal sealed class InstitutionOptions
{
    /// <summary>As emails and pages show it: 1 to 200 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>Who gets the report emails.</summary>
    public IList<string> Emails { get; } = [];

    public IList<string> Cc { get; } = [];

    public string? ReplyTo { get; set; }

    public ReportLanguage Language { get; set; } = ReportLanguage.Spanish;

    /// <summary>IANA name of the zone that emails tell times in; UTC when null.</summary>
    public string? TimeZone { get; set; }

    /// <summary>What of a report is attached to its email; the app's default when null.</summary>
    public EmailAttachment? Attachment { get; set; }

    /// <summary>Name of a shipped or published model; the app's default when null.</summary>
    public string? Model { get; set; }

    /// <summary>The app's default when null.</summary>
    public ScorerKind? Scorer { get; set; }

    /// <summary>Name of the column with the students' ids in this institution's files; found by its name when null.</summary>
    public string? IdColumn { get; set; }

    /// <summary>How many students the institution can call; as many as a report names when null.</summary>
    public int? Capacity { get; set; }

    /// <summary>Name of the sheet with the students in this institution's workbooks; found by its header when null.</summary>
    public string? Sheet { get; set; }

    /// <summary>Path of a PNG, JPEG or GIF file of at most 200 kB that emails carry as an inline attachment; none when null.</summary>
    public string? Logo { get; set; }
}
