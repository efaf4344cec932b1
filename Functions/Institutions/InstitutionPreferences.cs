using Antivirus.Model.Cohorts;
using Antivirus.Storage.Preferences;

namespace Antivirus.Functions.Institutions;

/// <summary>How an institution's reports and emails are written.</summary>
internal sealed record Preferences(ReportLanguage Language, TimeZoneInfo TimeZone, EmailAttachment Attachment);

/// <summary>What an institution chose stands over the settings.</summary>
internal sealed class InstitutionPreferences(InstitutionRegistry institutions, PreferenceStore store, DefaultAttachment attachment)
{
    /// <summary>What holds where the institution chose nothing.</summary>
    public Preferences Configured(string iesCode)
    {
        institutions.TryGet(iesCode, out var institution);
        return new Preferences(
            institution?.Language ?? ReportLanguage.Spanish,
            institution?.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : TimeZoneInfo.Utc,
            institution?.Attachment ?? attachment.Kind);
    }

    public async Task<Preferences> ForAsync(string iesCode, CancellationToken cancellationToken) =>
        Over(Configured(iesCode), (await store.ReadAsync(iesCode, cancellationToken)).Chosen);

    /// <summary>A zone that this machine does not know any more, and a word of a later version, leave what is configured.</summary>
    public static Preferences Over(Preferences configured, ChosenPreferences chosen) => new(
        chosen.Language ?? configured.Language,
        chosen.TimeZone is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known : configured.TimeZone,
        Enum.TryParse<EmailAttachment>(chosen.Attachment, out var kind) ? kind : configured.Attachment);
}
