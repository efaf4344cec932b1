using Antivirus.Model.Evaluation;
using Antivirus.Model.Models;

namespace Antivirus.Model.Outcomes;

/// <summary>The AUC that the card of the model that scored leads one to expect of a new term.</summary>
/// <param name="AucSd">Standard deviation over the folds; of a later period, the standard error by its number of students.</param>
public sealed record CardPromise(string Model, string Version, double Auc, double AucSd)
{
    private const int Decimals = 4;

    /// <summary>The later period that the AUC was measured on; null where it is the cross-validated one.</summary>
    public string? Period { get; init; }

    /// <summary>Whether all periods after that one were measured too.</summary>
    public bool AndLater { get; init; }

    /// <summary>The AUC on a later period where the card has one, since cross-validation overstates a new term; else the cross-validated
    /// one; null where the card has neither.</summary>
    public static CardPromise? Of(ModelArtefact model)
    {
        if (model.Training.LaterPeriod is { Auc: { } later, Students: > 1 } test)
        {
            var atRisk = Math.Clamp((int)Math.Round(test.ShareAtRisk * test.Students), 1, test.Students - 1);
            return new CardPromise(model.Name, model.Version, Math.Round(later, Decimals),
                Math.Round(ScoreMetrics.AucError(later, atRisk, test.Students - atRisk), Decimals))
            {
                Period = test.Period,
                AndLater = test.AndLater,
            };
        }

        return model.Metrics.TryGetValue("auc", out var auc) ? new CardPromise(model.Name, model.Version, auc.Mean, auc.Sd) : null;
    }
}
