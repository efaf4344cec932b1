using System.Globalization;
using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Training.Evaluation;

namespace Antivirus.Training.Cards;

/// <summary>Writes <c>MODEL_CARD.md</c>: what a model is, how good, for whom, and what it must not be used for (after Mitchell et al.
/// 2019).</summary>
internal static class ModelCard
{
    private const string Purpose =
        "To see where help may be needed first, by people who then look at the student and not at the number. Not to admit, grade, " +
        "sanction, rank publicly or withdraw support; not for another institution, country or term without a new evaluation " +
        "(`Training evaluate`).";

    public static string Write(ModelArtefact artefact, LabelCheck labels, IReadOnlyList<FairnessRow> fairness,
        IReadOnlyList<DataWarning> warnings)
    {
        var card = new StringBuilder();
        card.Append(CultureInfo.InvariantCulture, $"""
            # Model card: {artefact.Name}

            {Meaning(artefact)}

            Version `{artefact.Version}`, trained {artefact.Date:yyyy-MM-dd} with profile `{artefact.Training.Profile}`.

            {WarningsText(warnings)}{RatiosTable(fairness)}{DecisionText(artefact)}## How good it is
            {artefact.Training.Evaluation}; every figure is of students that the model did not see. {FitText(artefact)}

            | figure | mean | sd | always answering the base rate |
            |---|---|---|---|
            | AUC | {Mean(artefact, "auc")} | {Sd(artefact, "auc")} | 0.5 |
            | Brier score | {Mean(artefact, "brier")} | {Sd(artefact, "brier")} | {artefact.BaseRate * (1 - artefact.BaseRate):0.0000} |
            | log loss | {Mean(artefact, "logLoss")} | {Sd(artefact, "logLoss")} | {BaseLogLoss(artefact.BaseRate):0.0000} |
            | calibration error (ECE, pooled, 10 bins){Noise(artefact)} | {Mean(artefact, "ece")} | {Sd(artefact, "ece")} | 0 |
            {VoicesText(artefact)}
            {LabelsText(labels)}
            {CertaintyText(artefact)}{LaterText(artefact)}
            ## For whom
            {FairnessTable(fairness)}

            ## Data
            {RowsText(artefact)} SHA-256 of the file: `{artefact.Training.DataSha256}`.
            {artefact.Training.Attribution}

            ## How it was made
            FastTree (gradient-boosted trees, {Versions(artefact)}), {SettingsText(artefact)} {CalibrationText(artefact)}

            ## What it is for, and what not
            {Purpose}
            A reason says what raised the score in this model; it is not a cause.

            """);
        return card.ToString().ReplaceLineEndings("\n");
    }

    private static string FairnessTable(IReadOnlyList<FairnessRow> rows)
    {
        if (rows.Count == 0)
        {
            return "The profile names no sensitive column; nothing is known of how the model treats groups.";
        }

        var table = new StringBuilder(
            "| group | n | base rate | AUC | found of those at risk (TPR) | reported of the others (FPR) | mean score | " +
            "calibration error (ECE) |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var row in rows)
        {
            table.Append(CultureInfo.InvariantCulture,
                $"| {row.Column} = {row.Value}{(row.Count < FairnessRow.FewStudents ? " ⚠ fewer than 100" : "")} | {row.Count} | " +
                $"{row.BaseRate:0.000} | {Figure(row.Auc)} | {Figure(row.TruePositiveRate)} | {Figure(row.FalsePositiveRate)} | " +
                $"{row.MeanScore:0.000} | {row.CalibrationError:0.000} |\n");
        }

        return table.ToString().TrimEnd();
    }

    /// <summary>A dash where a group has nobody whom the figure is about.</summary>
    private static string Figure(double value) => double.IsNaN(value) ? "–" : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string WarningsText(IReadOnlyList<DataWarning> warnings) =>
        string.Concat(warnings.Select(warning => $"> **Warning.** {warning.English}\n\n"));

    /// <summary>The largest differences first: whoever reads no further has seen them.</summary>
    private static string RatiosTable(IReadOnlyList<FairnessRow> fairness)
    {
        var ratios = WorstRatio.Of(fairness);
        if (ratios.Count == 0)
        {
            return "";
        }

        var table = new StringBuilder("## Largest differences between groups\nThe highest rate by the lowest over the groups of at least " +
            $"{FairnessRow.FewStudents} students, with its 95 % interval. 1 is equal.\n\n| column | rate | ratio | highest | lowest " +
            "|\n|---|---|---|---|---|\n");
        foreach (var ratio in ratios)
        {
            table.Append(CultureInfo.InvariantCulture,
                $"| {ratio.Column} | {(ratio.IsTruePositiveRate ? "found of those at risk (TPR)" : "reported of the others (FPR)")} | " +
                $"{ratio.Text(value => value.ToString("0.00", CultureInfo.InvariantCulture))} | {Rate(ratio.Highest)} | " +
                $"{Rate(ratio.Lowest)} |\n");
        }

        return table.Append('\n').ToString();
    }

    private static string Rate((string Group, Model.Evaluation.Proportion Rate) group) => string.Create(CultureInfo.InvariantCulture,
        $"{group.Group}: {group.Rate.Value:0.000} ({group.Rate.Low:0.000}–{group.Rate.High:0.000}; n {group.Rate.Of})");

    private static string DecisionText(ModelArtefact artefact)
    {
        if (artefact.GroupThresholds is not { } groups)
        {
            return "";
        }

        var text = new StringBuilder("## Thresholds by group\n");
        text.Append(CultureInfo.InvariantCulture,
            $"Thresholds depend on {string.Join(" and ", groups.Columns.Select(column => column.Feature))}, so that students who are not " +
            $"at risk are reported equally often in each group, and about as many in all. Decided by: {groups.DecidedBy}. Its cost, with " +
                $"thresholds measured on " +
            $"students that they were not found on: recall {groups.Before.Recall:P1} → {groups.After.Recall:P1}, precision " +
            $"{groups.Before.Precision:P1} → {groups.After.Precision:P1}.\n\n| group | training rows | threshold |\n|---|---|---|\n");
        foreach (var group in groups.Groups)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {NameOf(groups.Columns, group.Parts)} | {group.Students} | {group.Threshold:0.0000} |\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"| all others | | {artefact.Threshold:0.0000} |\n\n").ToString();
    }

    private static string NameOf(IReadOnlyList<GroupColumn> columns, IReadOnlyList<int> parts) =>
        string.Join(", ", columns.Select((column, place) => column.Edges is not { } edges
            ? string.Create(CultureInfo.InvariantCulture, $"{column.Feature} = {column.Codes![parts[place]]}")
            : parts[place] == 0 ? string.Create(CultureInfo.InvariantCulture, $"{column.Feature} below {edges[0]}")
            : parts[place] == edges.Count ? string.Create(CultureInfo.InvariantCulture, $"{column.Feature} {edges[^1]} or more")
            : string.Create(CultureInfo.InvariantCulture,
                $"{column.Feature} {edges[parts[place] - 1]} to below {edges[parts[place]]}")));

    private static string Meaning(ModelArtefact artefact) => string.Create(CultureInfo.InvariantCulture,
        $"The score is the probability that {Lower(artefact.TargetEn)} A student is reported at risk when the score is strictly above " +
        $"{artefact.Threshold:0.####} (rule: " +
            $"{artefact.ThresholdRule}){(artefact.GroupThresholds is null ? "" : ", or above the threshold of the student's group")}.");

    private static string FitText(ModelArtefact artefact) =>
        $"Fit: **{artefact.Fit.ToString().ToLowerInvariant()}** ({FitReason(artefact)}).";

    private static string LabelsText(LabelCheck labels) => string.Create(CultureInfo.InvariantCulture,
        $"Held out, {labels.Reported} of {labels.All} students were reported `En riesgo`: {labels.ShareReported:P1} of these and " +
        $"{labels.ShareOthers:P1} of the others were at risk. It found {labels.Recall:P1} of all who were.");

    private static string RowsText(ModelArtefact artefact) => string.Create(CultureInfo.InvariantCulture,
        $"{artefact.Training.RowsUsed} of {artefact.Training.RowsRead} rows, {artefact.Training.RowsAtRisk} of them at risk " +
        $"({artefact.BaseRate:P1}).");

    private static string SettingsText(ModelArtefact artefact) => $"seed {artefact.Training.Seed}: {Settings(artefact)}.";

    private static string CalibrationText(ModelArtefact artefact) => string.Create(CultureInfo.InvariantCulture,
        $"Calibration: 1 / (1 + exp({artefact.Calibration.Slope:0.####} · raw {Signed(artefact.Calibration.Offset)})).");

    private static string FitReason(ModelArtefact artefact) => artefact.Fit switch
    {
        ModelFit.Poor => "no better than always answering the base rate",
        ModelFit.Fair => string.Create(CultureInfo.InvariantCulture,
            $"better than the base rate, but AUC {artefact.Metrics["auc"].Mean:0.000} is below {ModelArtefact.GoodAuc}: " +
            $"a hint among others"),
        _ => string.Create(CultureInfo.InvariantCulture, $"AUC {artefact.Metrics["auc"].Mean:0.000}, at least {ModelArtefact.GoodAuc}"),
    };

    private static string Noise(ModelArtefact artefact) => artefact.Training.CalibrationNoise is { } noise
        ? string.Create(CultureInfo.InvariantCulture, $"; up to {noise:0.0000} is chance")
        : "";

    private static string VoicesText(ModelArtefact artefact) =>
        artefact.Training.TreesAlone is not { } alone ? "" : string.Create(CultureInfo.InvariantCulture,
            $"\nThe score is made of trees and a logistic regression. The trees alone: AUC {alone["auc"].Mean:0.0000}, " +
            $"Brier score {alone["brier"].Mean:0.0000}, log loss {alone["logLoss"].Mean:0.0000}.\n");

    private static string LaterText(ModelArtefact artefact) =>
        artefact.Training.LaterPeriod is not { } test ? "" : string.Create(CultureInfo.InvariantCulture,
            $"\nTrained on earlier periods only and tested on {test.In(ReportLanguage.English)} ({test.Students} students, " +
                $"{test.ShareAtRisk:P1} at risk, " +
            $"{test.NewWords} with words that no earlier student had): AUC {test.Auc:0.0000}, Brier score {test.Brier:0.0000}, " +
            $"log loss {test.LogLoss:0.0000}, ECE {test.Ece:0.0000}. These figures say more about the next term than the " +
            $"cross-validated ones above.\n");

    private static string CertaintyText(ModelArtefact artefact) =>
        artefact.Certainty is not { } certainty ? "" : string.Create(CultureInfo.InvariantCulture,
            $"\nHow sure: at {certainty.Confidence:P0} confidence for each outcome, {certainty.ShareSure:P1} of the held-out students " +
            $"have one outcome left (`Certeza` alta: at risk above {certainty.HighestOther:0.000}, not at risk below " +
            $"{certainty.LowestAtRisk:0.000}). Coverage: {certainty.Coverage:0.000}.\n");

    private static string Mean(ModelArtefact artefact, string name) =>
        artefact.Metrics[name].Mean.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Sd(ModelArtefact artefact, string name) =>
        artefact.Metrics[name].Sd.ToString("0.0000", CultureInfo.InvariantCulture);

    internal static double BaseLogLoss(double rate) => -((rate * Math.Log(rate)) + ((1 - rate) * Math.Log(1 - rate)));

    internal static string Versions(ModelArtefact artefact) =>
        string.Join(", ", artefact.Training.LibraryVersions.Select(library => $"{library.Key} {library.Value}"));

    internal static string Settings(ModelArtefact artefact) => string.Join(", ",
        artefact.Training.Hyperparameters.Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.Key} {setting.Value}")));

    private static string Signed(double value) =>
        string.Create(CultureInfo.InvariantCulture, $"{(value < 0 ? "−" : "+")} {Math.Abs(value):0.####}");

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
