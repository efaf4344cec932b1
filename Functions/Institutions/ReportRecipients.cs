using Antivirus.Storage.Recipients;

namespace Antivirus.Functions.Institutions;

/// <summary>Who gets an institution's report emails: those whom the settings name, and those whom the institution added.</summary>
internal sealed class ReportRecipients(InstitutionRegistry institutions, RecipientList added)
{
    /// <summary>The added addresses that the settings do not name; none for an institution that the registry does not know.</summary>
    public async Task<IReadOnlyList<string>> AddedAsync(string iesCode, CancellationToken cancellationToken)
    {
        if (!institutions.TryGet(iesCode, out var institution))
        {
            return [];
        }

        var named = institution.Emails.Concat(institution.Cc).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var recipients = await added.ReadAsync(iesCode, cancellationToken);
        return [.. recipients.Select(recipient => recipient.Email).Where(email => !named.Contains(email))];
    }

    /// <summary>Whether anyone at all gets the institution's emails.</summary>
    public async Task<bool> AnyAsync(string iesCode, CancellationToken cancellationToken) =>
        (institutions.TryGet(iesCode, out var institution) && institution.Emails.Count > 0)
        || (await AddedAsync(iesCode, cancellationToken)).Count > 0;
}
