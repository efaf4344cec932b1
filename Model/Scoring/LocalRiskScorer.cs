using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Models.TreeShap;

namespace Antivirus.Model.Scoring;

/// <summary>Scores with the trees of the local model.</summary>
public sealed class LocalRiskScorer(RiskModel model) : IRiskScorer
{
    // Made when the first student is explained: a report without reasons does not wait for it.
    private readonly Lazy<TreeShapExplainer> _explainer = new(() => new TreeShapExplainer(model.Trees));

    public ScorerIdentity Identity { get; } = new()
    {
        Scorer = "Local",
        Model = model.Artefact.Name,
        ModelVersion = model.Artefact.Version,
        ModelDate = model.Artefact.Date,
        Fit = model.Artefact.Fit,
        TargetEs = model.Artefact.TargetEs,
        TargetEn = model.Artefact.TargetEn,
    };

    public StudentSchema Schema => model.Artefact.Schema;

    public double Threshold => model.Artefact.Threshold;

    public RiskThreshold RiskThreshold { get; } =
        new(model.Artefact.Threshold, model.Artefact.GroupThresholds, model.Artefact.Schema);

    public int BatchesInFlight => 2;

    public ModelArtefact? Artefact => model.Artefact;

    public TreeShapExplainer Explainer => _explainer.Value;

    public ValueTask ScoreAsync(StudentBatch batch, Memory<double> scores, CancellationToken cancellationToken)
    {
        model.Trees.Score(batch, scores.Span);
        return ValueTask.CompletedTask;
    }
}
