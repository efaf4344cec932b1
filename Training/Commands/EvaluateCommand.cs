using System.CommandLine;
using System.Globalization;
using Antivirus.Model.Scoring;
using Antivirus.Training.Cards;
using Antivirus.Training.Data;
using Antivirus.Training.Evaluation;
using Antivirus.Training.Profiles;
using Spectre.Console;

namespace Antivirus.Training.Commands;

/// <summary><c>evaluate</c>: how an artefact does on labelled data that it was not trained on.</summary>
internal static class EvaluateCommand
{
    private const double NotableDrift = 0.1;

    private static readonly Option<string> Data = new("--data") { Description = "The labelled raw file.", Required = true };
    private static readonly Option<string?> ProfileOption = new("--profile") { Description = "How to read the file; the artefact's own profile when it is not given." };

    public static Command Create()
    {
        var command = new Command("evaluate", "Measure an artefact on labelled data: figures, fairness, drift.") { ScorerChoice.Model, Data, ProfileOption };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var model = ScorerChoice.Load(parsed.GetValue(ScorerChoice.Model)!);
            var profile = ProfileFile.Load(parsed.GetValue(ProfileOption) ?? model.Artefact.Training.Profile);
            var set = await TrainingSetReader.ReadAsync(parsed.GetValue(Data)!, profile, withoutOutliers: false, cancellationToken);
            if (!set.Schema.Features.Select(feature => feature.Name).SequenceEqual(model.Artefact.Schema.Features.Select(feature => feature.Name)))
            {
                throw new TrainingException($"Profile {profile.Name} does not have the features of {model.Artefact.Name}; give the profile that it was trained with.");
            }

            var scores = new double[set.Count];
            model.Trees.Score(set.Flatten(), scores);
            Show(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(parsed.InvocationConfiguration.Output) }), model.Artefact, set, scores);
            return 0;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, ModelArtefact artefact, TrainingSet set, double[] scores)
    {
        if (set.DataSha256 == artefact.Training.DataSha256)
        {
            console.WriteLine("This is the file that the model was trained on: the figures are better than the truth. The card has cross-validated ones.");
        }

        var figures = new Table().AddColumns("figure", "here", "cross-validated");
        AddRow(figures, "AUC", Figures.Auc(scores, set.AtRisk), artefact.Metrics, "auc");
        AddRow(figures, "Brier", Figures.Brier(scores, set.AtRisk), artefact.Metrics, "brier");
        AddRow(figures, "log loss", Figures.LogLoss(scores, set.AtRisk), artefact.Metrics, "logLoss");
        AddRow(figures, "ECE", Figures.CalibrationError(scores, set.AtRisk), artefact.Metrics, "ece");
        console.Write(figures);

        var labels = LabelCheck.Of(scores, set.AtRisk, artefact.Threshold);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"En riesgo: {labels.Reported} of {labels.All}; {labels.ShareReported:P1} of these and {labels.ShareOthers:P1} of the others were at risk."));

        var groups = new Table().AddColumns("group", "n", "base rate", "AUC", "TPR", "FPR", "mean score");
        foreach (var row in Fairness.Audit(set, scores, artefact.Threshold))
        {
            groups.AddRow(Markup.Escape($"{row.Column} = {row.Value}") + (row.Count < FairnessRow.FewStudents ? " (few)" : ""), $"{row.Count}", Text(row.BaseRate), Text(row.Auc), Text(row.TruePositiveRate), Text(row.FalsePositiveRate), Text(row.MeanScore));
        }

        console.Write(groups);
        ShowDrift(console, artefact, set);
    }

    private static void ShowDrift(IAnsiConsole console, ModelArtefact artefact, TrainingSet set)
    {
        var drift = new Table().AddColumns("feature", "PSI");
        for (var index = 0; index < set.Schema.Features.Count; index++)
        {
            var name = set.Schema.Features[index].Name;
            if (artefact.Training.Bins.TryGetValue(name, out var bins))
            {
                var psi = Drift.Index(bins, [.. set.Features.Select(row => (double)row[index])]);
                drift.AddRow(Markup.Escape(name), Text(psi) + (psi > NotableDrift ? " moved" : ""));
            }
        }

        console.Write(drift);
    }

    private static void AddRow(Table table, string name, double here, IReadOnlyDictionary<string, Metric> metrics, string key) =>
        table.AddRow(name, here.ToString("0.0000", CultureInfo.InvariantCulture), metrics.TryGetValue(key, out var metric) ? metric.Mean.ToString("0.0000", CultureInfo.InvariantCulture) : "-");

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
