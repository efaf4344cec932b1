using System.CommandLine;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Reports.Workbooks;
using Antivirus.Training.Output;

namespace Antivirus.Training.Commands;

/// <summary><c>template</c>: the workbook that an institution fills in for a model.</summary>
internal static class TemplateCommand
{
    private static readonly Option<string> Out = new("--out") { Description = "The workbook, such as plantilla.xlsx.", Required = true };
    private static readonly Option<ReportLanguage> Language =
        new("--language") { Description = "Language of what explains the columns.", DefaultValueFactory = _ => ReportLanguage.Spanish };

    public static Command Create()
    {
        var command = new Command("template", "Write the Excel workbook that an institution fills in for a model.") { ScorerChoice.Model,
            Out, Language };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(Out)?.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) == false)
            {
                parsed.AddError("--out is the name of an Excel workbook, such as plantilla.xlsx.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var schema = ScorerChoice.Load(parsed.GetValue(ScorerChoice.Model)!).Artefact.Schema;
        await using var file = new OutputFile(parsed.GetValue(Out)!);
        await CohortTemplate.WriteAsync(schema, file.Open(), parsed.GetValue(Language), cancellationToken);
        await file.KeepAsync();
        await parsed.InvocationConfiguration.Output.WriteLineAsync(
            $"{parsed.GetValue(Out)}: {Count.Of(schema.Features.Count, "column")} and the id.");
    }
}
