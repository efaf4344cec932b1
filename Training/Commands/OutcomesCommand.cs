using System.CommandLine;
using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Evaluation;
using Antivirus.Model.Models;
using Antivirus.Model.Outcomes;
using Spectre.Console;

namespace Antivirus.Training.Commands;

/// <summary><c>outcomes</c>: measures past reports by what became of their students.</summary>
internal static class OutcomesCommand
{
    private const int WidthOfFiles = 120;

    private static readonly Option<string[]> Report =
        new("--report") { Description = "A past report, CSV or .xlsx; several with as many --labels.", Required = true };
    private static readonly Option<string[]> Labels =
        new("--labels") { Description = "What became of its students: id and outcome, CSV or .xlsx.", Required = true };
    private static readonly Option<string[]> Cohort =
        new("--cohort") { Description = "The file that the report was made of, for figures by group and --retraining." };
    private static readonly Option<string?> Retraining =
        new("--retraining") { Description = "Write the cohort's rows with their outcomes here, to train on; needs --cohort." };
    private static readonly Option<int?> Capacity =
        new("--capacity") { Description = "How many could be called; as many as the report named when it is not given." };
    private static readonly Option<string?> CohortSheet =
        new("--cohort-sheet") { Description = "The sheet of the --cohort workbook; found when it is not given." };
    private static readonly Option<ReportLanguage> Language =
        new("--language") { Description = "Language of the sentences.", DefaultValueFactory = _ => ReportLanguage.Spanish };

    public static Command Create()
    {
        var command = new Command("outcomes", "Measure past reports by what became of their students.")
        {
            ScorerChoice.Model, Report, Labels, Cohort, Retraining, Capacity, CohortFileOptions.Id, RawFileOptions.Sheet,
                CohortSheet, Language, ConsoleOutput.Json,
        };
        command.Validators.Add(parsed =>
        {
            var (reports, cohorts) = (parsed.GetValue(Report)?.Length ?? 0, parsed.GetValue(Cohort)?.Length ?? 0);
            if (reports != parsed.GetValue(Labels)?.Length || (cohorts > 0 && cohorts != reports))
            {
                parsed.AddError("Give a --labels for each --report, and either no --cohort or one for each, in the same order.");
            }

            if (parsed.GetValue(Retraining) is not null && cohorts == 0)
            {
                parsed.AddError("--retraining needs --cohort, whose rows it writes.");
            }

            if (parsed.GetValue(Retraining) is not null && cohorts > 1)
            {
                parsed.AddError("--retraining writes the rows of one --cohort; give one report at a time.");
            }

            if (parsed.GetValue(Capacity) < 1)
            {
                parsed.AddError("--capacity is 1 or more.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var model = ScorerChoice.Load(parsed.GetValue(ScorerChoice.Model)!).Artefact;
        var options = new OutcomeOptions(WordsOf(model), model.Schema.IdNames)
        {
            Sensitive = GroupValues.ColumnsOf(model),
            Language = parsed.GetValue(Language),
            IdColumn = parsed.GetValue(CohortFileOptions.Id),
            Sheet = parsed.GetValue(RawFileOptions.Sheet),
        };
        var (reports, labels, cohorts) = (parsed.GetValue(Report)!, parsed.GetValue(Labels)!, parsed.GetValue(Cohort) ?? []);
        var terms = new List<TermOutcome>();
        for (var term = 0; term < reports.Length; term++)
        {
            var files = new OutcomeFiles(reports[term], labels[term], cohorts.ElementAtOrDefault(term), parsed.GetValue(Retraining))
            {
                CohortSheet = parsed.GetValue(CohortSheet),
            };
            terms.Add(new TermOutcome(reports[term], await files.MeasureAsync(model, options, parsed.GetValue(Capacity),
                cancellationToken)));
        }

        await parsed.WriteAsync(new OutcomesResult(terms), json => json.OutcomesResult, Describe(terms, options.Language));
        return 0;
    }

    private static TargetWords WordsOf(ModelArtefact model) => model.Target
        ?? throw new TrainingException(
            $"{model.Name} {model.Version} was trained before artefacts held the words of their target; train it anew, or name a newer " +
            "one with --model.");

    private static string Describe(List<TermOutcome> terms, ReportLanguage language)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Console.IsOutputRedirected ? WidthOfFiles : AnsiConsole.Profile.Width;
        foreach (var (file, report) in terms)
        {
            console.WriteLine($"{file}:");
            foreach (var sentence in OutcomeSentences.Of(report, language))
            {
                console.WriteLine($"  {sentence}");
            }

            console.Write(Lists(report));
            console.Write(Deciles(report));
            if (report.Groups.Count > 0)
            {
                console.Write(Groups(report));
            }
        }

        if (terms.Count > 1)
        {
            console.Write(Terms(terms));
        }

        return text.ToString().TrimEnd();
    }

    private static Table Lists(OutcomeReport report)
    {
        var table = new Table().AddColumns("called", "known", "at risk", "precision (95 %)", "recall (95 %)", "lift");
        var lists = report.Along.Append(report.AtCapacity).Append(report.Reported).DistinctBy(list => (list.Called, list.Measured))
            .OrderBy(list => list.Called);
        foreach (var list in lists)
        {
            table.AddRow(Number(list.Called), Number(list.Measured), Number(list.Precision.Hits), Share(list.Precision),
                Share(list.Recall), list.Lift is { } lift ? Figure(lift, 2) : "-");
        }

        return table;
    }

    private static Table Deciles(OutcomeReport report)
    {
        var table = new Table().AddColumns("decile", "n", "mean score", "at risk (95 %)");
        foreach (var decile in report.Deciles)
        {
            table.AddRow(Number(decile.Decile), Number(decile.Count), Figure(decile.MeanScore, 3), Share(decile.AtRisk));
        }

        return table;
    }

    private static Table Groups(OutcomeReport report)
    {
        var table = new Table().AddColumns("group", "n", "base rate", "AUC", "TPR (95 %)", "FPR (95 %)", "mean score");
        foreach (var group in report.Groups)
        {
            table.AddRow(Markup.Escape($"{group.Column} = {group.Group}{(group.IsFew ? " (few)" : "")}"), Number(group.Count),
                Figure(group.BaseRate, 3), group.Auc is { } auc ? Figure(auc, 3) : "-", Share(group.Found), Share(group.FalseAlarms),
                Figure(group.MeanScore, 3));
        }

        return table;
    }

    private static Table Terms(List<TermOutcome> terms)
    {
        var table = new Table().AddColumns("report", "known", "AUC", "Brier", "precision (95 %)", "recall (95 %)", "train again");
        foreach (var (file, report) in terms)
        {
            table.AddRow(Markup.Escape(Path.GetFileName(file)), Number(report.Measured), report.Auc is { } auc ? Figure(auc, 3) : "-",
                Figure(report.Brier, 3), Share(report.AtCapacity.Precision), Share(report.AtCapacity.Recall),
                report.ShouldRetrain switch { true => "yes", false => "no", null => "?" });
        }

        return table;
    }

    private static string Share(Proportion share) => share.Value is not { } value ? "-"
        : Markup.Escape($"{Figure(value, 3)} [{Figure(share.Low!.Value, 3)}, {Figure(share.High!.Value, 3)}]");

    private static string Figure(double value, int decimals) => value.ToString($"F{decimals}", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
