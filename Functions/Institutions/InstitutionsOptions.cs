using System.Text.RegularExpressions;
using Antivirus.Model.Reports;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Institutions;

/// <summary>The section <c>Ies</c>: code → institution.</summary>
internal sealed class InstitutionsOptions : Dictionary<string, InstitutionOptions>
{
    public const string Section = "Ies";

    public InstitutionsOptions()
        : base(StringComparer.Ordinal)
    {
    }
}

/// <summary>Stops the host on an institution that could not work, naming its setting.</summary>
internal sealed partial class InstitutionsOptionsValidator : IValidateOptions<InstitutionsOptions>
{
    public ValidateOptionsResult Validate(string? name, InstitutionsOptions options)
    {
        var failures = options.SelectMany(institution => Check(institution.Key, institution.Value)).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(string code, InstitutionOptions institution)
    {
        var setting = $"{InstitutionsOptions.Section}__{code}__";
        if (!IesCode().IsMatch(code))
        {
            yield return $"Ies__{code}: an institution's code has 2 to 40 lower-case letters, digits or hyphens.";
        }

        if (institution.Name is not { Length: > 0 and <= 200 } || institution.Name.Any(char.IsControl))
        {
            yield return $"{setting}Name is missing, too long (at most 200 characters) or has control characters.";
        }

        foreach (var (key, address) in Addresses(institution).Where(entry => !EmailAddress.IsValid(entry.Address)))
        {
            yield return $"{setting}{key} is '{address}', which is not an email address.";
        }

        if (institution.Scorer is { } scorer && !Enum.IsDefined(scorer))
        {
            yield return $"{setting}Scorer is {scorer}; it may be Local or SageMaker.";
        }

        if (institution.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            yield return $"{setting}TimeZone is '{zone}', which is not a time zone of this machine; write its IANA name, such as "
                + "America/Bogota, and install the package tzdata where it is missing.";
        }

        if (institution.Attachment is { } attachment && !Enum.IsDefined(attachment))
        {
            yield return $"{setting}Attachment is {attachment}; it may be Csv, Xlsx or None.";
        }

        if (institution.Capacity is < 1 or > ReportOptions.MaxCapacity)
        {
            yield return $"{setting}Capacity is {institution.Capacity}; it is how many students can be called, 1 to "
                + $"{ReportOptions.MaxCapacity}.";
        }

        if (institution.Logo is { } logo && InstitutionLogo.Validate(logo) is { } wrong)
        {
            yield return $"{setting}Logo: {wrong}.";
        }
    }

    private static IEnumerable<(string Key, string Address)> Addresses(InstitutionOptions institution)
    {
        var to = institution.Emails.Select((address, index) => ($"Emails__{index}", address));
        var cc = institution.Cc.Select((address, index) => ($"Cc__{index}", address));
        return institution.ReplyTo is { } replyTo ? [.. to, .. cc, ("ReplyTo", replyTo)] : [.. to, .. cc];
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,39}$")]
    private static partial Regex IesCode();
}
