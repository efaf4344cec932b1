using System.CommandLine;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Reports;
using Antivirus.Training.Output;

namespace Antivirus.Training.Commands;

/// <summary><c>predict</c>: scores a cohort file without any host.</summary>
internal static class PredictCommand
{
    private static readonly Option<string> In = new("--in") { Description = "The cohort file.", Required = true };
    private static readonly Option<string> Out = new("--out")
    {
        Description =
        "The report, .csv or .xlsx; rejected rows go to errores_… beside it, and to a second sheet.",
        Required = true
    };
    private static readonly Option<string> Scorer = new("--scorer")
    {
        Description =
        "local, or sagemaker with the settings SageMaker__… of the environment.",
        DefaultValueFactory = _ => "local"
    };
    private static readonly Option<ReportColumns> Columns = new("--columns")
    {
        Description =
        "original: the two columns of the AWS report; full: with score and reasons.",
        DefaultValueFactory = _ => ReportColumns.Full
    };
    private static readonly Option<ReportLanguage> Language =
        new("--language")
        {
            Description = "Language of the report, and of all that is printed.",
            DefaultValueFactory = _ => ReportLanguage.Spanish,
        };
    private static readonly Option<double?> Threshold =
        new("--threshold") { Description = "At risk above this score, 0 to 1, in place of the model's own threshold." };
    private static readonly Option<int?> Capacity =
        new("--capacity")
        {
            Description =
            "So many students can be called: the report begins with those of the highest scores, all with reasons."
        };
    private static readonly Option<bool> ReasonsForAll =
        new("--reasons-for-all") { Description = "Reasons also for students who are not at risk." };
    private static readonly Option<string?> Reasons = new("--reasons")
    {
        Description =
        "Also a JSON file with all contributions to the scores of the students at risk, or of all with --reasons-for-all."
    };
    private static readonly Option<bool> Certainty = new("--certainty")
    {
        Description =
        "Also the column Certeza: alta where the score leaves one outcome open at 90 % confidence, else dudosa."
    };

    public static Command Create()
    {
        var command = new Command("predict", "Score a cohort file.")
        {
            ScorerChoice.Model, In, Out, Scorer, Columns, Language, Threshold, Capacity, CohortFileOptions.Id, RawFileOptions.Sheet,
                Reasons, ReasonsForAll, Certainty,
                ConsoleOutput.Json,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(Threshold) is < 0 or > 1 || parsed.GetValue(Capacity) is < 1 or > ReportOptions.MaxCapacity)
            {
                parsed.AddError($"--threshold is from 0 to 1, --capacity from 1 to {ReportOptions.MaxCapacity}.");
            }

            if (parsed.GetValue(Capacity) is not null && parsed.GetValue(Columns) == ReportColumns.Original)
            {
                parsed.AddError("--capacity orders full reports; one with the original's two columns keeps the order of the file.");
            }

            if (parsed.GetValue(Reasons) is not null
                && (parsed.GetValue(Columns) == ReportColumns.Original || parsed.GetValue(Scorer) == "sagemaker"))
            {
                parsed.AddError("--reasons goes with full reports of trees; an endpoint tells no contributions.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var choice = new ScorerChoice();
        _ = Task.Run(ReaderWarmUp.RunAsync, CancellationToken.None);
        var scorer = choice.Open(parsed.GetValue(Scorer)!, parsed.GetValue(ScorerChoice.Model)!);
        var path = parsed.GetValue(In)!;
        var reading = CohortFileOptions.Read(parsed);
        var options = OptionsOf(parsed);
        await using var files = new ReportFiles(parsed.GetValue(Out)!, options.Language, parsed.GetValue(Reasons));
        await using var cohort = OpenCohort(path);
        var outcome = await new ScoreCohort(scorer, options, reading).RunAsync(cohort, files.ToCohortOutputs(), cancellationToken);
        if (outcome.FileProblem is not null)
        {
            await files.DropReportAsync();
        }

        await files.KeepAsync(cancellationToken);
        await parsed.WriteAsync(
            new PredictionResult(Existing(parsed.GetValue(Out)!), Existing(files.ProblemsPath), outcome.Read, outcome.Scored,
                outcome.AtRisk, outcome.Rejected, options.Threshold)
            {
                Reasons = parsed.GetValue(Reasons) is { } reasons ? Existing(reasons) : null,
                Reading = outcome.Reading,
                NewWords = outcome.NewWords,
                Drift = outcome.Drift,
                Leading = outcome.Leading,
            },
            json => json.PredictionResult,
            Describe(outcome, parsed.GetValue(Language)));
        if (outcome.FileProblem is not null || outcome.Scored == 0)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(options.Language.Say(
                $"No se pudo evaluar ninguna fila; {files.ProblemsPath} dice por qué.",
                $"No row could be scored; {files.ProblemsPath} says why."));
            return 1;
        }

        return 0;
    }

    private static ReportOptions OptionsOf(ParseResult parsed) => new()
    {
        Columns = parsed.GetValue(Columns),
        Language = parsed.GetValue(Language),
        ReasonsForAll = parsed.GetValue(ReasonsForAll),
        ShowCertainty = parsed.GetValue(Certainty),
        Threshold = parsed.GetValue(Threshold),
        Capacity = parsed.GetValue(Capacity),
    };

    /// <summary>The counts, what the reader decided, and what the model does not know of this cohort.</summary>
    private static string Describe(CohortOutcome outcome, ReportLanguage language) => string.Join(
        Environment.NewLine,
        (IEnumerable<string>)[
            language.Say(
                $"{Count.Of(outcome.Read, "fila leída", "filas leídas")}; evaluadas: {outcome.Scored}, en riesgo: {outcome.AtRisk}, " +
                    $"rechazadas: {outcome.Rejected}.",
                $"{Count.Of(outcome.Read, "row")} read, {outcome.Scored} scored, {outcome.AtRisk} at risk, {outcome.Rejected} rejected."),
            .. outcome.Leading is { } leading ? (string[])[leading.Sentence(language)] : [],
            .. outcome.Reading is { } reading ? ReadingNotes.Of(reading, outcome.Read, language) : [],
            .. outcome.NewWords.Select(words => words.Sentence(language)),
            .. outcome.Drift?.Sentence(language) is { } sentence ? (string[])[sentence] : [],
        ]);

    private static string? Existing(string path) => File.Exists(path) ? path : null;

    internal static LocalFile OpenCohort(string path) => File.Exists(path)
        ? new LocalFile(path, FileMode.Open, FileAccess.Read)
        : throw new TrainingException($"There is no file {path}.");
}
