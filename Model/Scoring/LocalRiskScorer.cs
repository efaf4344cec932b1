using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Scoring;

/// <summary>Scores with the trees of the local model.</summary>
public sealed class LocalRiskScorer(RiskModel model) : IRiskScorer
{
    public ScorerIdentity Identity { get; } = new()
    {
        Scorer = "Local",
        Model = model.Artefact.Name,
        ModelVersion = model.Artefact.Version,
        ModelDate = model.Artefact.Date,
        Fit = model.Artefact.Fit,
    };

    public StudentSchema Schema => model.Artefact.Schema;

    public double Threshold => model.Artefact.Threshold;

    public int BatchesInFlight => 2;

    public RiskExplainer? Explainer => null;

    public ValueTask ScoreAsync(StudentBatch batch, Memory<double> scores, CancellationToken cancellationToken)
    {
        model.Trees.Score(batch.Features.Span, scores.Span);
        return ValueTask.CompletedTask;
    }
}
