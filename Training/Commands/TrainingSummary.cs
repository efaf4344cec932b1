using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Training.Data;

namespace Antivirus.Training.Commands;

/// <summary>What <c>train</c> says of the model that it made.</summary>
internal static class TrainingSummary
{
    public static string Write(string folder, ModelArtefact artefact, TrainingSet set)
    {
        var baseBrier = artefact.BaseRate * (1 - artefact.BaseRate);
        var certainty = artefact.Certainty!;
        return string.Create(CultureInfo.InvariantCulture, $"""
        {folder}: {artefact.Name} {artefact.Version}, {Rows(artefact, set)}
          predicts  {artefact.TargetEn}
          AUC       {artefact.Metrics["auc"].Mean:0.0000}  (sd {artefact.Metrics["auc"].Sd:0.0000})
          Brier     {artefact.Metrics["brier"].Mean:0.0000}  (sd {artefact.Metrics["brier"].Sd:0.0000}; base rate {baseBrier:0.0000})
          ECE       {artefact.Metrics["ece"].Mean:0.0000}  (up to {artefact.Training.CalibrationNoise:0.0000} is chance)
          threshold {artefact.Threshold:0.0000}  ({artefact.ThresholdRule})
          fit       {artefact.Fit}
          certainty {certainty.Coverage:0.000} covered at {certainty.Confidence:P0}, {certainty.ShareSure:P0} sure
          voices    {Voices(artefact)}{Later(artefact)}
        """);
    }

    private static string Rows(ModelArtefact artefact, TrainingSet set)
    {
        var leftOut = set.RowsWithoutOutcome > 0 ? $"; {Count.Of(set.RowsWithoutOutcome, "row")} without an outcome left out" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"trained on {artefact.Training.RowsUsed} of {Count.Of(artefact.Training.RowsRead, "row")} " +
            $"({artefact.BaseRate:P1} at risk{leftOut})");
    }

    private static string Later(ModelArtefact artefact)
    {
        if (artefact.Training.LaterPeriod is not { } test)
        {
            return "";
        }

        var figures = string.Create(CultureInfo.InvariantCulture,
            $"AUC {test.Auc:0.0000}, Brier {test.Brier:0.0000}, ECE {test.Ece:0.0000}");
        var students = string.Create(CultureInfo.InvariantCulture, $"{Count.Of(test.Students, "student")}, {test.ShareAtRisk:P1} at risk");
        return $"\n  later     {test.In(ReportLanguage.English)}: {figures} ({students}, {test.NewWords} with new words)";
    }

    private static string Voices(ModelArtefact artefact) => artefact.Training.TreesAlone is { } alone
        ? string.Create(CultureInfo.InvariantCulture,
            $"trees and logistic regression (trees alone: AUC {alone["auc"].Mean:0.0000}, Brier {alone["brier"].Mean:0.0000})")
        : "trees alone (a logistic regression beside them was not better beyond noise)";
}
