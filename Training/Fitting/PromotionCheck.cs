using System.Globalization;
using Antivirus.Model.Models;

namespace Antivirus.Training.Fitting;

/// <summary>Keeps a worse model from taking the place of a better one.</summary>
internal static class PromotionCheck
{
    private static readonly (string Name, bool HigherIsBetter)[] Watched = [("auc", true), ("brier", false), ("ece", false)];

    /// <summary>What is worse by more than one standard deviation; empty when the new model may take the old one's place.</summary>
    public static IReadOnlyList<string> Objections(ModelArtefact before, ModelArtefact now) =>
    [
        .. from figure in Watched
           where before.Metrics.ContainsKey(figure.Name) && now.Metrics.ContainsKey(figure.Name)
           let old = before.Metrics[figure.Name]
           let fresh = now.Metrics[figure.Name]
           let loss = figure.HigherIsBetter ? old.Mean - fresh.Mean : fresh.Mean - old.Mean
           where loss > Math.Max(old.Sd, fresh.Sd)
           select string.Create(CultureInfo.InvariantCulture,
               $"{figure.Name} {fresh.Mean:0.0000} against {old.Mean:0.0000} (sd {Math.Max(old.Sd, fresh.Sd):0.0000})"),
    ];
}
