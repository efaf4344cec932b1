using Antivirus.Model.Cohorts;
using Antivirus.Model.Models.TreeShap;

namespace Antivirus.Model.Scoring.SageMaker;

/// <summary>Scores with a SageMaker endpoint; fails rather than guess. Made by <see cref="SageMakerScorers"/>.</summary>
public sealed class SageMakerRiskScorer : IRiskScorer
{
    private readonly EndpointClient _client;
    private readonly EndpointResilience _gate;
    private readonly SageMakerOptions _options;

    internal SageMakerRiskScorer(EndpointClient client, EndpointResilience gate, SageMakerOptions options, StudentSchema schema,
        string modelName)
    {
        (_client, _gate, _options) = (client, gate, options);
        Schema = schema;
        Identity = new ScorerIdentity
        {
            Scorer = "SageMaker",
            Model = modelName,
            Endpoint = options.EndpointName,
            Variant = options.TargetVariant,
        };
    }

    public ScorerIdentity Identity { get; }

    public StudentSchema Schema { get; }

    public double Threshold => _options.Threshold;

    public int BatchesInFlight => _options.MaxConcurrency;

    /// <summary>None: an endpoint gives numbers without reasons.</summary>
    public TreeShapExplainer? Explainer => null;

    /// <exception cref="SageMakerException">The endpoint did not give every student a probability; no score of the batch may be
    /// used.</exception>
    public async ValueTask ScoreAsync(StudentBatch batch, Memory<double> scores, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scores.Length, batch.Count);
        // All is written before the first call: the batch is its reader's again once this returns.
        var payloads = CsvPayload.Split(batch, _options.MaxPayloadBytes);
        if (payloads.Count == 1)
        {
            await ScoreAsync(payloads[0], scores[..batch.Count], cancellationToken);
            return;
        }

        using var oneFailed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(payloads.Select(payload =>
            ScoreOrStopAllAsync(payload, scores.Slice(payload.FirstRow, payload.Rows), oneFailed)));
    }

    private async Task ScoreOrStopAllAsync(CsvPayload payload, Memory<double> scores, CancellationTokenSource oneFailed)
    {
        try
        {
            await ScoreAsync(payload, scores, oneFailed.Token);
        }
        catch (SageMakerException)
        {
            await oneFailed.CancelAsync();
            throw;
        }
    }

    private async ValueTask ScoreAsync(CsvPayload payload, Memory<double> scores, CancellationToken cancellationToken)
    {
        await _gate.RunAsync(token => _client.InvokeAsync(payload, scores, token), cancellationToken);
        if (_options.Predicts == SageMakerOptions.Passed)
        {
            TurnRound(scores.Span);
        }
    }

    private static void TurnRound(Span<double> scores)
    {
        foreach (ref var score in scores)
        {
            score = RiskOf(score);
        }
    }

    /// <summary>The risk of a student who passes with this probability: below 0.5 always above it, and the other way round; 0.5 stays
    /// 0.5.</summary>
    private static double RiskOf(double passes)
    {
        var risk = 1 - passes;
        // The doubles are denser below 0.5 than above: a probability just below it would be rounded to 0.5 itself.
        return passes < 0.5 && risk <= 0.5 ? Math.BitIncrement(0.5) : risk;
    }
}
