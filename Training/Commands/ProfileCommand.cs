using System.CommandLine;
using System.Text.Json;
using Antivirus.Training.Data;
using Antivirus.Training.Drafts;
using Antivirus.Training.Output;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Commands;

/// <summary><c>profile</c>: lists the shipped profiles, and drafts one for other data.</summary>
internal static class ProfileCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "The labelled raw file.", Required = true };
    private static readonly Option<string?> Target =
        new("--target") { Description = "The target's column; the last one when it is not given." };
    private static readonly Option<string?> Out = new("--out") { Description = "The profile's file; printed when it is not given." };

    public static Command Create()
    {
        var list = new Command("list", "Names of the shipped profiles.") { ConsoleOutput.Json };
        list.SetAction(parsed => parsed.WriteAsync([.. ProfileFile.Shipped.Select(Describe)], json => json.IReadOnlyListShippedProfile,
            string.Join(Environment.NewLine, ProfileFile.Shipped)));

        var init = new Command("init", "Draft a profile by looking at a file; read it through before you train with it.") { Data, Target,
            RawFileOptions.Id, RawFileOptions.Sheet, RawFileOptions.Separator, Out, ConsoleOutput.Json };
        init.SetAction(InitAsync);
        return new Command("profile", "How raw data becomes a training set.") { list, init };
    }

    private static ShippedProfile Describe(string name)
    {
        var profile = ProfileFile.Load(name);
        return new ShippedProfile(name, profile.FeatureColumns.Count(), profile.Target.MeaningEn);
    }

    private static async Task<int> InitAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var target = parsed.GetValue(Target);
        var table = await RawTable.ReadAsync(parsed.GetValue(Data)!, target is null ? [] : [target], parsed.GetValue(RawFileOptions.Sheet),
            cancellationToken);
        var draft = ProfileDraft.From(table, target, cancellationToken, parsed.GetValue(RawFileOptions.Id));
        var json = JsonSerializer.Serialize(draft.Profile, ProfileJson.Readable.Profile) + "\n";
        if (parsed.GetValue(Out) is { } path)
        {
            await OutputFile.WriteAsync(path, json, cancellationToken);
            await parsed.WriteAsync(new DraftResult(path, draft.Profile.Name, table.Rows.Count, draft.Decisions), json => json.DraftResult,
                DraftText.Of(path, draft, table));
        }
        else
        {
            await parsed.InvocationConfiguration.Output.WriteAsync(json);
            await parsed.InvocationConfiguration.Error.WriteLineAsync(DraftText.Of("This", draft, table));
        }

        return 0;
    }
}
