using Antivirus.Model.Cohorts;
using Antivirus.Model.Evaluation;
using Antivirus.Model.Models;
using Antivirus.Training.Data;

namespace Antivirus.Training.Fitting;

/// <summary>Measures a model that was trained on earlier periods on a later one.</summary>
internal static class LaterPeriod
{
    private const int Decimals = 6;

    /// <summary>The trained model with its figures on the later period.</summary>
    public static TrainedModel Test(TrainedModel trained, PeriodSplit split)
    {
        var (artefact, set) = (trained.Artefact, split.Test);
        var rows = split.TestRows(artefact.Schema);
        var trees = RiskModelWriter.ToEnsemble(trained.Trees.Model, artefact.Calibration, artefact.Schema.Features.Count,
            split.Train.Flatten(), trained.Linear);
        var scores = new double[set.Count];
        trees.Score(rows, scores);
        var auc = ScoreMetrics.Auc(scores, set.AtRisk);
        var test = new PeriodTest(
            split.Period,
            set.Count,
            Round(set.BaseRate),
            double.IsNaN(auc) ? null : Round(auc),
            Round(ScoreMetrics.Brier(scores, set.AtRisk)),
            Round(ScoreMetrics.LogLoss(scores, set.AtRisk)),
            Round(ScoreMetrics.CalibrationError(scores, set.AtRisk)),
            rows.Chunk(artefact.Schema.Features.Count).Count(row => row.Any(StudentBatch.IsNewWord)))
        {
            AndLater = split.AndLater,
        };
        return trained with { Artefact = artefact with { Training = artefact.Training with { LaterPeriod = test } } };
    }

    private static double Round(double value) => Math.Round(value, Decimals);
}
