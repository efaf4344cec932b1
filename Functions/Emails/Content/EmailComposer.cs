using Antivirus.Functions.Institutions;
using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Antivirus.Storage.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Content;

/// <summary>All that an email is made of.</summary>
/// <param name="Run">The run that wrote this very content; null when none is known, as for a report that was copied in by hand.</param>
/// <param name="Problems">The first rejected rows, when the report is a list of them; null for a report of scores.</param>
internal sealed record EmailContext(
    string Report,
    InstitutionOptions Institution,
    ReportContent Content,
    RunManifest? Run,
    DownloadLink Link,
    IReadOnlyList<RowProblem>? Problems)
{
    /// <summary>In which language and zone it is written, and what is attached.</summary>
    public required Preferences Preferences { get; init; }

    /// <summary>Addresses that the institution added to those of the settings.</summary>
    public IReadOnlyList<string> AddedRecipients { get; init; } = [];
}

/// <summary>Writes the emails: one text, as plain text and as HTML, for every transport.</summary>
internal sealed partial class EmailComposer(IOptions<EmailOptions> options, TimeProvider clock, ILogger<EmailComposer> logger)
{
    private const string LogoContentId = "logo@antivirus";

    private readonly Dictionary<string, EmailTemplate> _templates =
        ((string[])["report-es", "report-en", "problems-es", "problems-en", "failed-es", "failed-en", "test-es", "test-en"])
        .SelectMany(name => (string[])[name + ".txt", name + ".html"])
        .ToDictionary(name => name, EmailTemplate.Load);

    public ReportEmail Compose(EmailContext context)
    {
        var institution = context.Institution;
        var words = EmailWords.In(context.Preferences.Language, context.Preferences.TimeZone);
        var form = AttachmentForm.Of(options.Value, context.Preferences.Attachment);
        var template = $"{(context.Problems is null ? "report" : IsGivenUp(context) ? "failed" : "problems")}-{words.Code}";
        return Write(institution, context.AddedRecipients, template, EmailData.For(context, words, form)) with
        {
            Report = context.Report,
            OperationId = EmailIdentity.For(context.Report, context.Content.ETag.ToString(),
                [.. institution.Emails, .. context.AddedRecipients, .. institution.Cc]),
            Subject = OneLine(SubjectLine(context, words.Language)),
            Attachment = !IsGivenUp(context) && context.Content.Attachment is { } content
                ? AttachmentFile.Of(context.Report, content, form)
                : null,
        };
    }

    /// <summary>The email that shows whether an institution's reports would arrive; each one is new.</summary>
    public ReportEmail ComposeTest(InstitutionOptions institution, IReadOnlyList<string> addedRecipients, ReportLanguage language)
    {
        var words = EmailWords.In(language);
        var data = new TemplateData().Set("lang", words.Code).Set("institution", institution.Name);
        var subject = language == ReportLanguage.English ? "Test email" : "Correo de prueba";
        return Write(institution, addedRecipients, $"test-{words.Code}", data) with { Subject = OneLine($"{subject}: {institution.Name}") };
    }

    private ReportEmail Write(InstitutionOptions institution, IReadOnlyList<string> addedRecipients, string template, TemplateData data)
    {
        var logo = FindLogo(institution);
        data.Show("logo", logo is not null);
        return new ReportEmail
        {
            Report = "",
            OperationId = Guid.NewGuid(),
            From = options.Value.From is { Length: > 0 } from ? from : "antivirus@localhost",
            FromName = options.Value.FromName,
            To = [.. institution.Emails, .. addedRecipients],
            Cc = [.. institution.Cc],
            ReplyTo = institution.ReplyTo,
            Subject = "",
            Text = _templates[template + ".txt"].Render(data),
            Html = _templates[template + ".html"].Render(data),
            Logo = logo,
            Date = clock.GetUtcNow(),
        };
    }

    /// <summary>The file was a picture when the host started; if it is none now, the email is worth more than its logo.</summary>
    private EmailFile? FindLogo(InstitutionOptions institution)
    {
        if (institution.Logo is not { } path)
        {
            return null;
        }

        try
        {
            var logo = InstitutionLogo.Load(path);
            return new EmailFile(logo.FileName, logo.MediaType, logo.Content, LogoContentId);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            LogWithoutLogo(path, failure.Message);
            return null;
        }
    }

    // The original's own words, which mail filters in the field know; they are the same in every language.
    private static string SubjectLine(EmailContext context, ReportLanguage language) => (context.Problems, language) switch
    {
        (null, _) => $"Reporte Prediccion: {context.Report}",
        (_, ReportLanguage.English) when IsGivenUp(context) => $"The file could not be processed: {context.Run!.Upload}",
        _ when IsGivenUp(context) => $"No se pudo procesar el archivo: {context.Run!.Upload}",
        (_, ReportLanguage.English) => $"Rows with problems: {context.Report}",
        _ => $"Filas con errores: {context.Report}",
    };

    /// <summary>The list of problems is the notice of an upload that the server gave up.</summary>
    private static bool IsGivenUp(EmailContext context) => context.Problems is not null && context.Run is { State: RunState.Failed };

    /// <summary>A line end in a name must never begin another header.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));

    [LoggerMessage(LogLevel.Warning, "Logo {Path} cannot be shown, so that emails go without it: {Reason}")]
    private partial void LogWithoutLogo(string path, string reason);
}
