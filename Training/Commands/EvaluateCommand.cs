using System.CommandLine;
using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Evaluation;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Model.Scoring.Drift;
using Antivirus.Training.Cards;
using Antivirus.Training.Data;
using Antivirus.Training.Evaluation;
using Antivirus.Training.Profiles;
using Spectre.Console;

namespace Antivirus.Training.Commands;

/// <summary><c>evaluate</c>: how an artefact does on labelled data that it was not trained on.</summary>
internal static class EvaluateCommand
{
    private const int WidthOfFiles = 120;

    private static readonly Option<string> Data = new("--data") { Description = "The labelled raw file.", Required = true };
    private static readonly Option<string?> ProfileOption =
        new("--profile") { Description = "How to read the file; the artefact's own profile when it is not given." };

    public static Command Create()
    {
        var command = new Command("evaluate", "Measure an artefact on labelled data: figures, fairness, drift.") { ScorerChoice.Model, Data,
            ProfileOption, RawFileOptions.Id, RawFileOptions.Sheet, ConsoleOutput.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (model, folder) = ScorerChoice.LoadModel(parsed.GetValue(ScorerChoice.Model)!);
            var profile = RawFileOptions.Apply(parsed, parsed.GetValue(ProfileOption) is { } named ? ProfileFile.Load(named)
                : ProfileFile.LoadOf(model.Artefact, folder));
            if (!profile.FeatureColumns.Select(column => column.Name)
                .SequenceEqual(model.Artefact.Schema.Features.Select(feature => feature.Name)))
            {
                throw new TrainingException(
                    $"Profile {profile.Name} does not have the features of {model.Artefact.Name}; give the profile that it was trained " +
                    "with.");
            }

            var set = await TrainingSetReader.ReadAsync(parsed.GetValue(Data)!, profile, forTraining: false,
                parsed.GetValue(RawFileOptions.Sheet), cancellationToken, new NewWordRule(model.Artefact.Schema));
            if (set.Count == 0)
            {
                throw new TrainingException($"{parsed.GetValue(Data)}: no row says what became of its student; nothing can be measured.");
            }

            var scores = new double[set.Count];
            model.Trees.Score(set.Flatten(), scores);
            var result = Evaluate(model.Artefact, set, scores);
            await parsed.WriteAsync(result, json => json.EvaluationResult, Describe(result));
            return 0;
        });
        return command;
    }

    private static EvaluationResult Evaluate(ModelArtefact artefact, TrainingSet set, double[] scores) => new(
        artefact.Name,
        artefact.Version,
        set.DataSha256 == artefact.Training.DataSha256,
        artefact.Threshold,
        [
            Figure(artefact, "AUC", "auc", ScoreMetrics.Auc(scores, set.AtRisk)),
            Figure(artefact, "Brier", "brier", ScoreMetrics.Brier(scores, set.AtRisk)),
            Figure(artefact, "log loss", "logLoss", ScoreMetrics.LogLoss(scores, set.AtRisk)),
            Figure(artefact, "ECE", "ece", ScoreMetrics.CalibrationError(scores, set.AtRisk)),
        ],
        LabelCheck.Of(Reported(artefact, set, scores), set.AtRisk),
        Fairness.Audit(set, scores, Reported(artefact, set, scores)),
        [.. DriftOf(artefact, set)])
    {
        NewWords = set.NewWords,
    };

    private static bool[] Reported(ModelArtefact artefact, TrainingSet set, double[] scores)
    {
        var threshold = new RiskThreshold(artefact.Threshold, artefact.GroupThresholds, artefact.Schema);
        return [.. scores.Select((score, index) => threshold.IsExceeded(score, set.Features[index]))];
    }

    private static EvaluatedFigure Figure(ModelArtefact artefact, string name, string key, double here) =>
        new(name, here, artefact.Metrics.TryGetValue(key, out var metric) ? metric.Mean : null);

    private static IEnumerable<FeatureDrift> DriftOf(ModelArtefact artefact, TrainingSet set)
    {
        var meter = new DriftMeter(artefact);
        meter.Add(set.Flatten());
        return meter.Indexes()
            .Select(entry => new FeatureDrift(entry.Feature.Name, entry.Index.Psi, entry.Index.Expected, entry.Index.IsNotable));
    }

    private static string Describe(EvaluationResult result)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Console.IsOutputRedirected ? WidthOfFiles : AnsiConsole.Profile.Width;
        if (result.IsTrainingFile)
        {
            console.WriteLine(
                "This is the file that the model was trained on: the figures are better than the truth. The card has cross-validated " +
                "ones.");
        }

        var figures = new Table().AddColumns("figure", "here", "cross-validated");
        foreach (var figure in result.Metrics)
        {
            figures.AddRow(figure.Name, Text(figure.Here, 4), figure.CrossValidated is { } metric ? Text(metric, 4) : "-");
        }

        console.Write(figures);
        var labels = result.Labels;
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Reported as at risk: {labels.Reported} of {labels.All}; {labels.ShareReported:P1} of these and " +
            $"{labels.ShareOthers:P1} of the others were at risk."));
        foreach (var (feature, count) in result.NewWords)
        {
            console.WriteLine(
                $"{feature}: {Count.Of(count, "student")} with a word that the model was not trained on, scored as the mean.");
        }

        console.Write(FairnessTable(result.Fairness));
        var drift = new Table().AddColumns("feature", "PSI", "by chance");
        foreach (var feature in result.Drift)
        {
            drift.AddRow(Markup.Escape(feature.Feature), Text(feature.Psi) + (feature.Moved ? " moved" : ""), Text(feature.Expected));
        }

        console.Write(drift);
        return text.ToString().TrimEnd();
    }

    private static Table FairnessTable(IReadOnlyList<FairnessRow> rows)
    {
        var groups = new Table().AddColumns("group", "n", "base rate", "AUC", "TPR", "FPR", "mean score", "ECE");
        foreach (var row in rows)
        {
            groups.AddRow(
                Markup.Escape($"{row.Column} = {row.Value}") + (row.Count < FairnessRow.FewStudents ? " (few)" : ""),
                $"{row.Count}", Text(row.BaseRate), Text(row.Auc), Text(row.TruePositiveRate), Text(row.FalsePositiveRate),
                    Text(row.MeanScore), Text(row.CalibrationError));
        }

        return groups;
    }

    private static string Text(double value, int decimals = 3) =>
        double.IsNaN(value) ? "-" : value.ToString($"F{decimals}", CultureInfo.InvariantCulture);
}
