using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Scoring;

/// <summary>Scores with the trees of the local model.</summary>
public sealed class LocalRiskScorer(RiskModel model) : IRiskScorer
{
    public ScorerIdentity Identity => throw new NotImplementedException();

    public StudentSchema Schema => model.Artefact.Schema;

    public double Threshold => model.Artefact.Threshold;

    public int BatchesInFlight => 2;

    public RiskExplainer? Explainer => throw new NotImplementedException();

    public ValueTask ScoreAsync(StudentBatch batch, Memory<double> scores, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
