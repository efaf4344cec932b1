using System.CommandLine;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Outcomes;

namespace Antivirus.Training.Commands;

/// <summary><c>outcomes</c>: measures past reports by what became of their students.</summary>
internal static class OutcomesCommand
{
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
        new("--language") { Description = "Language of all that is printed.", DefaultValueFactory = _ => ReportLanguage.Spanish };

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

        await parsed.WriteAsync(new OutcomesResult(terms), json => json.OutcomesResult, new OutcomesText(options.Language).Of(terms));
        return 0;
    }

    private static TargetWords WordsOf(ModelArtefact model) => model.Target
        ?? throw new TrainingException(
            $"{model.Name} {model.Version} was trained before artefacts held the words of their target; train it anew, or name a newer " +
            "one with --model.");
}
