using Antivirus.Functions.Institutions;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Storage.Runs;

namespace Antivirus.Functions.Emails.Content;

/// <summary>What the templates show, by the names that they use.</summary>
internal static class EmailData
{
    private const int MaxCellLength = 80;

    // It says what to do, at its end: only a list of very many words is cut.
    private const int MaxExpectedLength = 400;

    public static TemplateData For(EmailContext context, EmailWords words, AttachmentForm form)
    {
        var data = new TemplateData()
            .Set("lang", words.Code)
            .Set("institution", context.Institution.Name)
            .Set("file", AttachmentFile.NameOf(context.Report, form))
            .Set("report", context.Report)
            .Set("upload", Upload(context))
            .Set("link", context.Link.Url.AbsoluteUri)
            .Set("expires", words.DateAndTime(context.Link.ExpiresAt))
            .Set("size", words.Megabytes(context.Content.Bytes))
            .Show("attached", context.Content.Attachment is not null)
            .Show("too_large", context.Content.Attachment is null && form.Kind != EmailAttachment.None)
            .Show("link_only", form.Kind == EmailAttachment.None);
        AddRun(data, context.Run, words);
        AddModel(data, context.Run?.Scorer, words);
        AddProblems(data, context.Problems ?? [], words);
        return data;
    }

    private static string Upload(EmailContext context) =>
        context.Run?.Upload ?? (CohortId.TryParseReport(context.Report, out var cohort, out _) ? cohort.UploadName : context.Report);

    private static void AddRun(TemplateData data, RunManifest? run, EmailWords words) => data
        .Show("counts", run is not null)
        .Show("no_counts", run is null)
        .Show("some_scored", run is { Scored: > 0 })
        .Show("none_scored", run is { Scored: 0 })
        .Show("some_rejected", run is { Rejected: > 0 })
        .Set("read", words.Count(run?.Read ?? 0))
        .Set("scored", words.Count(run?.Scored ?? 0))
        .Set("at_risk", words.Count(run?.AtRisk ?? 0))
        .Set("share", words.Share(run?.AtRisk ?? 0, run?.Scored ?? 0))
        .Set("rejected", words.Count(run?.Rejected ?? 0))
        .Repeat("figures", run is null ? [] : Figures(run, words), (figure, item) => item
            .Set("label", figure.Label)
            .Set("figure", figure.Figure)
            .Set("weight", figure.IsLeading ? "bold" : "normal"))
        .Show("some_reading", run?.Reading is not null)
        .Repeat("reading", run?.Reading is { } reading ? ReadingNotes.Of(reading, run.Read, words.Language) : [], (note, item) =>
            item.Set("note", note))
        .Show("threshold_known", run is { Threshold: not null, ThresholdByGroup: false })
        .Show("threshold_by_group", run is { ThresholdByGroup: true })
        .Set("threshold", words.Fraction(run?.Threshold ?? 0))
        .Show("leading", run?.Leading is not null)
        .Set("leading_sentence", run?.Leading?.Sentence(words.Language) ?? "")
        .Show("unlike", run?.Drift is { IsUnlike: true })
        .Set("drift", run?.Drift?.Sentence(words.Language) ?? "")
        .Show("some_new_words", run is { NewWords.Count: > 0 })
        .Repeat("new_words", run?.NewWords ?? [], (count, item) => item.Set("sentence", count.Sentence(words.Language)))
        .Show("some_reasons", run is { TopReasons.Count: > 0 })
        .Repeat("reasons", run?.TopReasons ?? [], (reason, item) => item
            .Set("label", words.Code == "es" ? reason.LabelEs : reason.LabelEn)
            .Set("students", words.Count(reason.Students)));

    private static IEnumerable<(string Label, string Figure, bool IsLeading)> Figures(RunManifest run, EmailWords words) =>
    [
        (words.Figures[0], words.Count(run.Read), false),
        (words.Figures[1], words.Count(run.Scored), false),
        (words.Figures[2], $"{words.Count(run.AtRisk)} ({words.Share(run.AtRisk, run.Scored)})", true),
        (words.Figures[3], words.Count(run.Rejected), false),
    ];

    private static void AddModel(TemplateData data, ScorerIdentity? scorer, EmailWords words)
    {
        // Of a model that does not tell what it predicts, the emails speak as the original's did.
        var target = words.Code == "es" ? scorer?.TargetEs : scorer?.TargetEn;
        data.Show("target_known", target is not null)
            .Show("target_unknown", target is null)
            .Set("target", target ?? "");
        AddIdentity(data, scorer, words);
    }

    private static void AddIdentity(TemplateData data, ScorerIdentity? scorer, EmailWords words) => data
        .Show("model_known", scorer is not null)
        .Set("model", scorer?.Model ?? "")
        .Show("version_known", scorer?.ModelVersion is not null)
        .Set("version", scorer?.ModelVersion ?? "")
        .Show("date_known", scorer?.ModelDate is not null)
        .Set("date", scorer?.ModelDate is { } date ? words.Date(date) : "")
        .Show("endpoint_known", scorer?.Endpoint is not null)
        .Set("endpoint", scorer?.Endpoint ?? "")
        .Show("poor_fit", scorer?.Fit == ModelFit.Poor)
        .Show("unknown_fit", scorer is { Fit: null });

    private static void AddProblems(TemplateData data, IReadOnlyList<RowProblem> problems, EmailWords words) => data
        .Show("some_problems", problems.Count > 0)
        .Repeat("problems", problems, (problem, item) => item
            .Set("line", problem.Line > 0 ? words.Count(problem.Line) : words.WholeFile)
            .Set("column", problem.Column ?? "–")
            .Set("found", Shorten(problem.Found, MaxCellLength))
            .Set("expected", Shorten(problem.Expected, MaxExpectedLength)));

    /// <summary>One line that fits a table; the whole of it stands in the attached list.</summary>
    private static string Shorten(string text, int maxLength)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= maxLength)
        {
            return line.Length == 0 ? "–" : line;
        }

        // Never cut a character that takes two places, such as an emoji, in half.
        var cut = char.IsHighSurrogate(line[maxLength - 1]) ? maxLength - 1 : maxLength;
        return line[..cut] + "…";
    }
}
