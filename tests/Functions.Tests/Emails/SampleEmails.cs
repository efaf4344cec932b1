using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Content;
using Antivirus.Functions.Institutions;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Storage;
using Antivirus.Storage.Runs;
using Azure;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Functions.Tests.Emails;

/// <summary>Emails to test with, and what they are made of.</summary>
internal static class SampleEmails
{
    public const string Report = "univalle/2026/reporte_cohorte.csv";

    public static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 4, 5, TimeSpan.Zero);

    /// <summary>A picture of one pixel.</summary>
    public static byte[] Png { get; } =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static byte[] Csv { get; } = "Id_estudiantes,Prediccion,Probabilidad\r\n1,En riesgo,0.8123\r\n"u8.ToArray();

    public static InstitutionOptions Institution(ReportLanguage language = ReportLanguage.Spanish, string name = "Universidad del Valle")
    {
        var institution = new InstitutionOptions { Name = name, Language = language, ReplyTo = "dudas@univalle.example" };
        institution.Emails.Add("bienestar@univalle.example");
        institution.Emails.Add("registro@univalle.example");
        institution.Cc.Add("rectoria@univalle.example");
        return institution;
    }

    public static RunManifest Run(ModelFit? fit = ModelFit.Good) => new()
    {
        State = RunState.Done,
        Upload = "univalle/2026/cohorte.csv",
        UploadETag = "\"1\"",
        Report = Report,
        Read = 1395,
        Scored = 1390,
        AtRisk = 326,
        Rejected = 5,
        Threshold = 0.5,
        Scorer = new ScorerIdentity
        {
            Scorer = "Local",
            Model = "student-performance",
            ModelVersion = "3f9c1a2b",
            ModelDate = new DateTimeOffset(2026, 5, 3, 0, 0, 0, TimeSpan.Zero),
            Fit = fit,
            TargetEs = "El estudiante no aprueba la asignatura.",
            TargetEn = "The student does not pass the course.",
        },
        TopReasons =
        [
            new ReasonCount("absences", "Inasistencias", "Absences", 201),
            new ReasonCount("goout", "Salidas con amigos", "Going out with friends", 120),
            new ReasonCount("studytime", "Horas de estudio", "Study time", 77),
        ],
        StartedAt = Now,
    };

    public static ReportContent Content(byte[]? csv = null) => new(new ETag("\"0x1\""), "abc", (csv ?? Csv).Length, csv ?? Csv, csv ?? Csv);

    public static DownloadLink Link { get; } =
        new(new Uri("https://antivirus.blob.example/reportesies/univalle/2026/reporte_cohorte.csv?sv=1&sig=a%2Bb"), Now.AddHours(24));

    public static EmailContext Subject(RunManifest? run, InstitutionOptions? institution = null, string report = Report) =>
        new(report, institution ?? Institution(), Content(), run, Link, null) { Preferences = PreferencesOf(institution) };

    public static EmailContext Problems(RunManifest? run, InstitutionOptions? institution = null) =>
        new("univalle/2026/errores_cohorte.csv", institution ?? Institution(), Content(), run, Link,
        [
            new RowProblem(17, "age", "diecinueve", "un número entero de 15 a 22"),
            new RowProblem(18, "Sex", "<script>alert(1)</script>", "F, M, 0 o 1"),
            new RowProblem(0, null, "", "UTF-8 o Windows-1252"),
        ])
        { Preferences = PreferencesOf(institution) };

    public static EmailComposer Composer(EmailOptions? options = null) =>
        new(Options.Create(options ?? Sender()), new FakeTimeProvider(Now), NullLogger<EmailComposer>.Instance);

    public static EmailOptions Sender() => new() { From = "antivirus@univalle.example" };

    public static ReportEmail Compose(EmailContext? subject = null, EmailOptions? options = null)
    {
        var context = subject ?? Subject(Run());
        var preferences = options is null ? context.Preferences : context.Preferences with { Attachment = options.Attachment };
        return Composer(options).Compose(context with { Preferences = preferences });
    }

    private static Preferences PreferencesOf(InstitutionOptions? institution) =>
        new((institution ?? Institution()).Language, TimeZoneInfo.Utc, EmailAttachment.Csv);
}
