using System.CommandLine;
using Antivirus.Model.Models;
using Antivirus.Training.Cards;
using Antivirus.Training.Charts;
using Antivirus.Training.Data;
using Antivirus.Training.Evaluation;
using Antivirus.Training.Fitting;
using Antivirus.Training.Output;
using Antivirus.Training.Pages;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Commands;

/// <summary><c>train</c>: evaluates by cross-validation, trains on all rows, and writes the artefact with its card.</summary>
internal static class TrainCommand
{
    internal const string CardFile = "MODEL_CARD.md";
    private const int Refused = 1;

    private static readonly Option<string> Data = new("--data") { Description = "The labelled raw file.", Required = true };
    private static readonly Option<string> Model =
        new("--model", "--profile") { Description = "A shipped profile's name, or a profile's path.", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "Folder of the artefact.", Required = true };
    private static readonly Option<int> Trials =
        new("--trials") { Description = "Random settings to try besides the profile's own.", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> Seed =
        new("--seed") { Description = "The same seed gives the same model.", DefaultValueFactory = _ => 7 };
    private static readonly Option<double?> Threshold =
        new("--threshold") { Description = "At risk above this score, 0 to 1 (0.5 unless another rule is given)." };
    private static readonly Option<string?> FoldsFile = new("--folds")
    {
        Description = "CSV with the columns row (data row of the file, from 0) and fold: evaluates on these folds, to compare models."
    };
    private static readonly Option<string?> TestPeriod = new("--test-period")
    {
        Description = "Train on the periods before this one and test on it; the profile names the column (period)."
    };
    private static readonly Option<string?> TestFrom =
        new("--test-from") { Description = "Train on the periods before this one, and test on it and all later ones." };
    private static readonly Option<int?> Capacity = new("--capacity") { Description = "So many of the students trained on can be called." };
    private static readonly Option<double?> Recall =
        new("--recall") { Description = "Find at least this share of the students at risk, 0 to 1." };
    private static readonly Option<double?> Precision =
        new("--precision") { Description = "At least this share of those reported is at risk, 0 to 1." };
    private static readonly Option<string?> ThresholdBy = new("--threshold-by")
    {
        Description = "Features, such as sexo,edad, by whose groups thresholds are set, so that false alarms are equally frequent."
    };
    private static readonly Option<string?> DecidedBy =
        new("--decided-by") { Description = "Who decided on --threshold-by; stands in the card." };
    private static readonly Option<bool> Force = new("--force") { Description = "Replace a better artefact." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print model.json instead of a table." };

    public static Command Create()
    {
        var command = new Command("train", "Train a model and write its artefact.") { Data, Model, Out, Trials, Seed, FoldsFile, TestPeriod,
            TestFrom, Threshold,
            Capacity, Recall, Precision, ThresholdBy, DecidedBy, Force, RawFileOptions.Id, RawFileOptions.Sheet, PageOptions.Language,
            Json };
        command.Validators.Add(parsed =>
        {
            var rules = new[] { parsed.GetValue(Threshold), parsed.GetValue(Capacity), parsed.GetValue(Recall),
                parsed.GetValue(Precision) };
            if (parsed.GetValue(TestPeriod) is not null && parsed.GetValue(TestFrom) is not null)
            {
                parsed.AddError("Give one of --test-period and --test-from.");
            }

            if (parsed.GetValue(FoldsFile) is not null && (parsed.GetValue(TestPeriod) ?? parsed.GetValue(TestFrom)) is not null)
            {
                parsed.AddError("--folds names a fold for each row of the file; it cannot go with --test-period or --test-from.");
            }

            if (rules.Count(rule => rule is not null) > 1)
            {
                parsed.AddError("Give one of --threshold, --capacity, --recall and --precision.");
            }

            if (string.IsNullOrWhiteSpace(parsed.GetValue(ThresholdBy)) != string.IsNullOrWhiteSpace(parsed.GetValue(DecidedBy)))
            {
                parsed.AddError(
                    "--threshold-by and --decided-by go together: the card says who decided that thresholds depend on a group.");
            }

            if (new[] { parsed.GetValue(Threshold), parsed.GetValue(Recall), parsed.GetValue(Precision) }.Any(share => share is < 0 or > 1)
                || parsed.GetValue(Capacity) < 1 || parsed.GetValue(Trials) < 0)
            {
                parsed.AddError("--threshold, --recall and --precision are from 0 to 1, --capacity is 1 or more, --trials 0 or more.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var profile = RawFileOptions.Apply(parsed, ProfileFile.Load(parsed.GetValue(Model)!));
        var set = await TrainingSetReader.ReadForTrainingAsync(parsed.GetValue(Data)!, profile, parsed.GetValue(RawFileOptions.Sheet),
            cancellationToken, (parsed.GetValue(TestPeriod) ?? parsed.GetValue(TestFrom))?.Trim());
        Placeholders.Refuse(profile, parsed.GetValue(Model)!);
        var split = PeriodSplit.Of(set, parsed.GetValue(TestPeriod), parsed.GetValue(TestFrom));
        set = split is null ? set : TrainingSetReader.Check(split.Train, parsed.GetValue(Data)!);
        var folder = parsed.GetValue(Out)!;
        OutputFolder.CheckWritable(folder);
        var thresholdBy = DecisionOf(parsed, set);
        var seed = parsed.GetValue(Seed);
        var folds = parsed.GetValue(FoldsFile) is { } file ? await FoldsTable.ReadAsync(file, set, cancellationToken) : null;
        var settings = await SearchAsync(parsed, set, profile, seed, cancellationToken);

        // Ctrl+C during the search ended the search only.
        var untilStopped = cancellationToken.IsCancellationRequested ? CancellationToken.None : cancellationToken;
        var plan = new TrainingPlan(profile, settings, RuleOf(parsed), seed) { GivenFolds = folds, ThresholdBy = thresholdBy };
        var trained = ModelTraining.Run(set, plan, TimeProvider.System, untilStopped);
        trained = split is null ? trained : LaterPeriod.Test(trained, split);
        if (!parsed.GetValue(Force) && FindBefore(folder) is { } before
            && PromotionCheck.Objections(before, trained.Artefact) is { Count: > 0 } objections)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(
                $"{folder} keeps its model, because the new one is worse: {string.Join("; ", objections)}. Add --force to replace it all " +
                "the same.");
            return Refused;
        }

        var warnings = DataWarning.Of(set, profile, trained.Artefact);
        var written = Write(folder, new TrainingResult(set, trained, profile, warnings),
            new Wording(parsed.GetValue(PageOptions.Language)));

        await TellAsync(parsed, folder, written, set, warnings);
        return 0;
    }

    /// <summary>Not cancelled any more: the artefact is there.</summary>
    private static async Task TellAsync(ParseResult parsed, string folder, ModelArtefact written, TrainingSet set,
        IReadOnlyList<DataWarning> warnings)
    {
        var errors = parsed.InvocationConfiguration.Error;
        if (set.Skipped is { } skipped)
        {
            await errors.WriteLineAsync(skipped);
        }

        foreach (var warning in warnings)
        {
            await errors.WriteLineAsync($"Warning: {warning.English}");
        }

        await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(Json)
            ? await File.ReadAllTextAsync(Path.Combine(folder, RiskModel.DescriptionFile), CancellationToken.None)
            : TrainingSummary.Write(folder, written, set));
    }

    /// <summary>The best settings found; the profile's own without trials. Ctrl+C ends the search and keeps the best so far.</summary>
    private static async Task<FastTreeSettings> SearchAsync(ParseResult parsed, TrainingSet set, Profile profile, int seed,
        CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Trials) == 0)
        {
            return profile.Settings.For(set.Count);
        }

        await using var progress = new SearchProgress(parsed.InvocationConfiguration.Error, parsed.GetValue(Trials) + 1);
        var best = await Task.Run(() => RandomSearch.Run(set, profile, parsed.GetValue(Trials), seed, progress.Show, cancellationToken),
            CancellationToken.None);
        return best.Settings;
    }

    private static ThresholdRule RuleOf(ParseResult parsed) => parsed switch
    {
        _ when parsed.GetValue(Capacity) is { } students => new ThresholdRule.Capacity(students),
        _ when parsed.GetValue(Recall) is { } share => new ThresholdRule.Recall(share),
        _ when parsed.GetValue(Precision) is { } share => new ThresholdRule.Precision(share),
        _ => new ThresholdRule.Fixed(parsed.GetValue(Threshold) ?? 0.5),
    };

    /// <summary>Which features thresholds depend on, checked before the search; null for one threshold.</summary>
    private static GroupDecision? DecisionOf(ParseResult parsed, TrainingSet set) => parsed.GetValue(ThresholdBy) is { } names
        ? new GroupDecision([.. names.Split(',').Select(name => GroupThresholdFit.FeatureOf(set.Schema, name).Name).Distinct()],
            parsed.GetValue(DecidedBy)!.Trim())
        : null;

    private static ModelArtefact? FindBefore(string folder)
    {
        try
        {
            return File.Exists(Path.Combine(folder, RiskModel.DescriptionFile)) ? RiskModel.Load(folder).Artefact : null;
        }
        catch (ArtefactException damaged)
        {
            throw new TrainingException(
                $"{damaged.Message} Whether the new model is better cannot be told: --force replaces the old one all the same.");
        }
    }

    /// <summary>Writes trees, description, card and report beside the folder; they take their place together.</summary>
    private static ModelArtefact Write(string folder, TrainingResult result, Wording words)
    {
        var (set, (artefact, trees, linear, evaluation), profile, warnings) = result;
        var scores = ModelTraining.MeanScores(evaluation, set.Count);
        return RiskModelWriter.Write(folder, artefact, trees.Context, trees.Model, trees.Schema, set.Flatten(), beside =>
        {
            var model = RiskModel.Load(beside);
            var reported = result.Trained.Reported;
            File.WriteAllText(Path.Combine(beside, CardFile), ModelCard.Write(model.Artefact, LabelCheck.Of(reported, set.AtRisk),
                Fairness.Audit(set, scores, reported), warnings));
            File.WriteAllText(Path.Combine(beside, RiskModel.ReportFile),
                ModelReport.Write(new ReportContent(model, profile, set, scores, reported, warnings), words));
        }, linear, ProfileFile.Write(profile));
    }
}

/// <summary>What is written about a training.</summary>
internal sealed record TrainingResult(TrainingSet Set, TrainedModel Trained, Profile Profile, IReadOnlyList<DataWarning> Warnings);
