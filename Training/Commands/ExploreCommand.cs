using System.CommandLine;
using Antivirus.Model.Cohorts;
using Antivirus.Training.Charts;
using Antivirus.Training.Data;
using Antivirus.Training.Drafts;
using Antivirus.Training.Exploration;
using Antivirus.Training.Output;
using Antivirus.Training.Pages;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Commands;

/// <summary><c>explore</c>: shows labelled raw data as one page, before anything is trained on it.</summary>
internal static class ExploreCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "The labelled raw file.", Required = true };
    private static readonly Option<string?> Model = new("--model",
        "--profile")
    { Description = "A shipped profile's name, or a profile's path; without it one is drafted by looking at the file." };
    private static readonly Option<string?> Target =
        new("--target") { Description = "Without a profile: the target's column; the last one when it is not given." };
    private static readonly Option<string> Out = new("--out") { Description = "The HTML file.", Required = true };

    public static Command Create()
    {
        var command = new Command("explore", "Show labelled raw data as one HTML page.") { Data, Model, Target, RawFileOptions.Id,
            RawFileOptions.Sheet,
            RawFileOptions.Separator, Out, PageOptions.Language, ConsoleOutput.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (table, profile) = await ReadAsync(parsed, cancellationToken);
        var summary = new DataSummary(table, profile, cancellationToken);
        var path = parsed.GetValue(Out)!;
        await OutputFile.WriteAsync(path, ExplorationPage.Write(table, profile, summary, new Wording(parsed.GetValue(PageOptions.Language)),
            cancellationToken), cancellationToken);
        await parsed.WriteAsync(
            new ExplorationResult(path, profile.Name, summary.Balance, summary.WithoutOutliers, summary.Target, summary.Summaries,
                summary.Correlations),
            json => json.ExplorationResult,
            Describe(path, profile, summary));
        return 0;
    }

    private static string Describe(string path, Profile profile, DataSummary summary)
    {
        var balance = summary.Balance;
        var unknown = balance.Rows - balance.AtRisk - balance.NotAtRisk;
        return $"{path}: {Count.Of(balance.Rows, "row")}, {Count.Of(summary.Columns.Count, "column")}. Column {profile.Target.Column}: " +
            $"{balance.AtRisk} at risk, {balance.NotAtRisk} not at risk{(unknown > 0 ? $", {unknown} undecided" : "")}."
            + (summary.Shown.Count < summary.Columns.Count
                ? $" The page shows the {summary.Shown.Count} columns that go most with the target."
                : "");
    }

    private static async Task<(RawTable Table, Profile Profile)> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var profile = parsed.GetValue(Model) is { } name ? RawFileOptions.Apply(parsed, ProfileFile.Load(name)) : null;
        var target = parsed.GetValue(Target);
        var columns = profile?.SourceColumns ?? (target is null ? [] : [target]);
        var table = await RawTable.ReadAsync(parsed.GetValue(Data)!, columns, parsed.GetValue(RawFileOptions.Sheet), cancellationToken);
        return table.Rows.Count > 0
            ? (table, profile ?? ProfileDraft.From(table, target, cancellationToken, parsed.GetValue(RawFileOptions.Id)).Profile)
            : throw new TrainingException($"{table.Path} has a header and no rows.");
    }
}
