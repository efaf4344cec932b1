using Amazon.Runtime;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Support;
using Microsoft.Extensions.Logging;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

/// <summary>A fake endpoint and the scorer that talks to it.</summary>
internal sealed class EndpointRun : IAsyncDisposable
{
    private readonly SageMakerScorers _scorers;

    private EndpointRun(FakeSageMakerEndpoint endpoint, SageMakerScorers scorers, SageMakerRiskScorer scorer)
    {
        (Endpoint, _scorers, Scorer) = (endpoint, scorers, scorer);
    }

    public FakeSageMakerEndpoint Endpoint { get; }

    public SageMakerRiskScorer Scorer { get; }

    public static async Task<EndpointRun> StartAsync(
        Func<FakeInvocation, FakeSageMakerAnswer> answer,
        Action<SageMakerOptions>? configure = null,
        TimeProvider? clock = null,
        ILoggerFactory? logs = null,
        AWSCredentials? credentials = null)
    {
        var endpoint = await FakeSageMakerEndpoint.StartAsync(answer);
        var options = new SageMakerOptions
        {
            EndpointName = "riesgo",
            Region = "us-east-1",
            Predicts = SageMakerOptions.Dropout,
            ServiceUrl = endpoint.Url
        };
        if (clock is HurriedClock)
        {
            // A busy machine must not look like a slow endpoint.
            (options.TimeoutSeconds, options.RetrySeconds) = (900, 1_500);
        }

        configure?.Invoke(options);
        var scorers = new SageMakerScorers(clock ?? TimeProvider.System, logs,
            credentials ?? new BasicAWSCredentials(FakeSageMakerEndpoint.AccessKey, FakeSageMakerEndpoint.SecretKey));
        return new EndpointRun(endpoint, scorers, scorers.Create(options, Students.Schema, "student-performance"));
    }

    public async Task<double[]> ScoreAsync(StudentBatch batch)
    {
        var scores = new double[batch.Count];
        await Scorer.ScoreAsync(batch, scores, TestContext.Current.CancellationToken);
        return scores;
    }

    public async ValueTask DisposeAsync()
    {
        _scorers.Dispose();
        await Endpoint.DisposeAsync();
    }
}
