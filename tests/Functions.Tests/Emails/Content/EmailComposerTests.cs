using System.Net;
using System.Text.RegularExpressions;
using Antivirus.Functions.Emails.Content;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Model.Scoring.Drift;

namespace Antivirus.Functions.Tests.Emails.Content;

public sealed partial class EmailComposerTests
{
    [Fact]
    public void The_subject_is_the_original_one()
    {
        Assert.Equal("Reporte Prediccion: univalle/2026/reporte_cohorte.csv", SampleEmails.Compose().Subject);
    }

    [Theory]
    [InlineData(ReportLanguage.Spanish, "1.395", "1.390", "326 (23,5\u00A0%)",
        "student-performance, versión 3f9c1a2b, del 3 de mayo de 2026", "25 de noviembre de 2026, 15:04 UTC")]
    [InlineData(ReportLanguage.English, "1,395", "1,390", "326 (23.5%)", "student-performance, version 3f9c1a2b, of 3 May 2026",
        "25 November 2026, 15:04 UTC")]
    public void Figures_model_and_expiry_stand_in_both_parts_as_the_reader_writes_them(ReportLanguage language, params string[] expected)
    {
        var email = SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), SampleEmails.Institution(language)));

        foreach (var figure in expected)
        {
            Assert.Contains(figure, email.Text, StringComparison.Ordinal);
            Assert.Contains(figure, Visible(email.Html), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ReportLanguage.Spanish, "su probabilidad de riesgo.",
        "«Riesgo» es lo que este modelo predice: El estudiante no aprueba la asignatura.",
        "su probabilidad de deserción.")]
    [InlineData(ReportLanguage.English, "their probability of risk.",
        "“Risk” is what this model predicts: The student does not pass the course.",
        "their probability of dropping out.")]
    public void It_says_what_the_model_predicts_and_speaks_of_dropout_where_that_is_not_known(ReportLanguage language, string risk,
        string target, string dropout)
    {
        var run = SampleEmails.Run();
        var unknown = run with { Scorer = run.Scorer! with { TargetEs = null, TargetEn = null } };

        var known = SampleEmails.Compose(SampleEmails.Subject(run, SampleEmails.Institution(language)));
        var original = SampleEmails.Compose(SampleEmails.Subject(unknown, SampleEmails.Institution(language)));

        Assert.All((string[])[known.Text, Visible(known.Html)], text =>
        {
            Assert.Contains(risk, text, StringComparison.Ordinal);
            Assert.Contains(target, text, StringComparison.Ordinal);
            Assert.DoesNotContain(dropout, text, StringComparison.Ordinal);
        });
        Assert.Contains(dropout, original.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", original.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportLanguage.Spanish)]
    [InlineData(ReportLanguage.English)]
    public void The_text_says_what_the_html_says(ReportLanguage language)
    {
        foreach (var subject in (EmailContext[])[SampleEmails.Subject(SampleEmails.Run(ModelFit.Poor), SampleEmails.Institution(language)),
            SampleEmails.Problems(SampleEmails.Run(), SampleEmails.Institution(language))])
        {
            var email = SampleEmails.Compose(subject);

            Assert.Equal(Words(email.Text.Replace(SampleEmails.Link.Url.AbsoluteUri, "", StringComparison.Ordinal)).Order(),
                Words(WithoutButton(email.Html)).Order());
        }
    }

    [Theory]
    [InlineData(ReportLanguage.Spanish, "A quién llamar primero", "los 60 estudiantes con mayor probabilidad",
        "encontró a 45 de cada 100")]
    [InlineData(ReportLanguage.English, "Whom to call first", "the 60 students with the highest", "found 45 of every 100")]
    public void Where_a_capacity_is_set_the_email_leads_with_those_to_call(ReportLanguage language, params string[] expected)
    {
        // Arrange
        var run = SampleEmails.Run() with { Leading = new LeadingList(60, 12, 0.4, HasReasons: true, 0.45) };

        // Act
        var email = SampleEmails.Compose(SampleEmails.Subject(run, SampleEmails.Institution(language)));

        // Assert
        var before = email.Text[..email.Text.IndexOf(language == ReportLanguage.Spanish ? "1.395" : "1,395", StringComparison.Ordinal)];
        foreach (var words in expected)
        {
            Assert.Contains(words, before.ReplaceLineEndings(" "), StringComparison.Ordinal);
            Assert.Contains(words, Visible(email.Html), StringComparison.Ordinal);
        }

        Assert.Equal(Words(email.Text.Replace(SampleEmails.Link.Url.AbsoluteUri, "", StringComparison.Ordinal)).Order(),
            Words(WithoutButton(email.Html)).Order());
        Assert.DoesNotContain(expected[0], SampleEmails.Compose(
            SampleEmails.Subject(SampleEmails.Run(), SampleEmails.Institution(language))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_three_most_frequent_reasons_are_named()
    {
        var email = SampleEmails.Compose();

        Assert.Contains("Inasistencias: 201 de 326", email.Text, StringComparison.Ordinal);
        Assert.Contains("Salidas con amigos: 120 de 326", email.Text, StringComparison.Ordinal);
        Assert.Contains("Horas de estudio: 77 de 326", email.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_model_does_not_know_of_the_cohort_is_said()
    {
        // Arrange
        var run = SampleEmails.Run() with
        {
            NewWords = [new NewWordCount("programa", "Programa", "Programme", 35, ["Bioingeniería"])],
            Drift = new CohortDrift { Moved = [new MovedFeature("age", "Edad", "Age", 0.6, 0.02)] },
        };

        // Act
        var spanish = SampleEmails.Compose(SampleEmails.Subject(run));
        var english = SampleEmails.Compose(SampleEmails.Subject(run, SampleEmails.Institution(ReportLanguage.English)));

        // Assert
        Assert.Contains("Programa: 35 estudiantes con un valor nuevo para el modelo: «Bioingeniería»", spanish.Text,
            StringComparison.Ordinal);
        Assert.Contains("Esta cohorte no se parece a la de entrenamiento: Edad.", spanish.Text, StringComparison.Ordinal);
        Assert.Contains("This cohort is not like the training data: Age.", english.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("no se parece", SampleEmails.Compose().Text, StringComparison.Ordinal);
        Assert.Equal(Words(spanish.Text.Replace(SampleEmails.Link.Url.AbsoluteUri, "", StringComparison.Ordinal)).Order(),
            Words(WithoutButton(spanish.Html)).Order());
    }

    [Theory]
    [InlineData(ModelFit.Poor, "este modelo acierta poco")]
    [InlineData(null, "No se sabe qué tan bien acierta")]
    public void A_model_that_is_poor_or_unknown_is_warned_of(ModelFit? fit, string warning)
    {
        var email = SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(fit)));

        Assert.Contains(warning, email.Text, StringComparison.Ordinal);
        Assert.Contains(warning, Visible(email.Html), StringComparison.Ordinal);
        Assert.DoesNotContain(warning, SampleEmails.Compose().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_email_about_scores_says_what_they_must_not_be_used_for()
    {
        Assert.Contains("No sirve para castigar, negar ni clasificar", SampleEmails.Compose().Text, StringComparison.Ordinal);
        Assert.Contains("not for punishing, denying or ranking", SampleEmails.Compose(SampleEmails.Subject(null,
            SampleEmails.Institution(ReportLanguage.English))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_without_a_known_run_is_announced_without_figures()
    {
        var email = SampleEmails.Compose(SampleEmails.Subject(run: null));

        Assert.Contains("no trae cifras", email.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("En riesgo:", email.Text, StringComparison.Ordinal);
        Assert.NotNull(email.Attachment);
    }

    [Fact]
    public void Rejected_rows_have_their_own_email_with_the_first_problems_and_how_to_correct_them()
    {
        var email = SampleEmails.Compose(SampleEmails.Problems(SampleEmails.Run()));

        Assert.Equal("Filas con errores: univalle/2026/errores_cohorte.csv", email.Subject);
        Assert.Contains("Línea: 17 | Columna: age | Se encontró: diecinueve | Se esperaba: un número entero de 15 a 22", email.Text,
            StringComparison.Ordinal);
        Assert.Contains("Línea: todo el archivo", email.Text, StringComparison.Ordinal);
        Assert.Contains("súbalo de nuevo. Su reporte llegará en otro correo.", email.Text.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
        Assert.Equal("errores_cohorte.csv", email.Attachment!.Name);
    }

    [Fact]
    public void What_to_do_about_a_rejected_row_is_said_to_its_end()
    {
        // Arrange
        var problems = SampleEmails.Problems(SampleEmails.Run());
        var expected = $"F o M en toda la columna; {new string('x', 200)}. Escriba los valores del modelo y envíelo de nuevo";

        // Act
        var email = SampleEmails.Compose(problems with { Problems = [new RowProblem(4, "Sex", new string('T', 200), expected)] });

        // Assert
        Assert.All([email.Text, WebUtility.HtmlDecode(email.Html)], text => Assert.Contains(expected, text, StringComparison.Ordinal));
        Assert.Contains($"Se encontró: {new string('T', 80)}…", email.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_which_nothing_could_be_scored_is_told_to_have_no_report()
    {
        var email = SampleEmails.Compose(SampleEmails.Problems(SampleEmails.Run() with { Scored = 0 }));

        Assert.Contains("no hay\nreporte", email.Text, StringComparison.Ordinal);
    }

    private static string Visible(string html) => WebUtility.HtmlDecode(Tag().Replace(Style().Replace(html, " "), ""));

    private static string WithoutButton(string html) =>
        Visible(Button().Replace(html[html.IndexOf("<body", StringComparison.Ordinal)..], " "));

    // Layout differs: heads of a table are repeated in the text, capitals stand for bold, and a mail program numbers a list itself.
    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(match => match.Value.ToUpperInvariant())
        .Distinct();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex("<style.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<a .*?</a>", RegexOptions.Singleline)]
    private static partial Regex Button();

    [GeneratedRegex(@"\p{L}+|\p{N}{2,}")]
    private static partial Regex Word();
}
