using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Models.TreeShap;

namespace Antivirus.Model.Scoring;

/// <summary>Gives each student of a batch a risk score: the trees of the local model, or the SageMaker endpoint.</summary>
public interface IRiskScorer
{
    /// <summary>What a report's manifest says about who scored it.</summary>
    ScorerIdentity Identity { get; }

    StudentSchema Schema { get; }

    /// <summary>A student is at risk when the score is strictly above it, 0 to 1.</summary>
    double Threshold { get; }

    /// <summary>The same by group of students, where the model says so.</summary>
    RiskThreshold RiskThreshold => new(Threshold);

    /// <summary>How many batches may be scored at the same time; the report keeps the file's order.</summary>
    int BatchesInFlight { get; }

    /// <summary>Gives the reasons for a score; null for a scorer that has none.</summary>
    TreeShapExplainer? Explainer { get; }

    /// <summary>What is known of the model's training, to compare a cohort with; null where the endpoint alone knows it.</summary>
    ModelArtefact? Artefact => null;

    /// <summary>Writes the probability of risk, 0 to 1, of each student of the batch, in order.</summary>
    /// <param name="scores">At least <see cref="StudentBatch.Count"/> long.</param>
    ValueTask ScoreAsync(StudentBatch batch, Memory<double> scores, CancellationToken cancellationToken);
}
