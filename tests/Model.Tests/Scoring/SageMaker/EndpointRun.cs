using Amazon.Runtime;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

/// <summary>A fake endpoint and the scorer that talks to it.</summary>
internal sealed class EndpointRun : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.1);
    private readonly SageMakerScorers _scorers;
    private readonly FakeTimeProvider? _clock;

    private EndpointRun(FakeSageMakerEndpoint endpoint, SageMakerScorers scorers, SageMakerRiskScorer scorer, FakeTimeProvider? clock)
    {
        (Endpoint, _scorers, Scorer, _clock) = (endpoint, scorers, scorer, clock);
    }

    public FakeSageMakerEndpoint Endpoint { get; }

    public SageMakerRiskScorer Scorer { get; }

    /// <summary>Whether the clock moves. By default not while a call is being answered.</summary>
    private Func<FakeSageMakerEndpoint, bool> TimePasses { get; init; } = IsIdle;

    public static async Task<EndpointRun> StartAsync(
        Func<FakeInvocation, FakeSageMakerAnswer> answer,
        Action<SageMakerOptions>? configure = null,
        FakeTimeProvider? clock = null,
        Func<FakeSageMakerEndpoint, bool>? timePasses = null,
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
        if (clock is not null)
        {
            // A busy machine takes its time between a call's start and its arrival.
            (options.TimeoutSeconds, options.RetrySeconds) = (900, 1_500);
        }

        configure?.Invoke(options);
        var scorers = new SageMakerScorers((TimeProvider?)clock ?? TimeProvider.System, logs,
            credentials ?? new BasicAWSCredentials(FakeSageMakerEndpoint.AccessKey, FakeSageMakerEndpoint.SecretKey));
        var scorer = scorers.Create(options, Students.Schema, "student-performance");
        return new EndpointRun(endpoint, scorers, scorer, clock) { TimePasses = timePasses ?? IsIdle };
    }

    public async Task<double[]> ScoreAsync(StudentBatch batch)
    {
        var scores = new double[batch.Count];
        var scoring = Scorer.ScoreAsync(batch, scores, TestContext.Current.CancellationToken).AsTask();
        while (_clock is not null && !scoring.IsCompleted)
        {
            if (TimePasses(Endpoint))
            {
                _clock.Advance(Step);
            }

            await Task.WhenAny(scoring, Task.Delay(1, TestContext.Current.CancellationToken));
        }

        await scoring;
        return scores;
    }

    private static bool IsIdle(FakeSageMakerEndpoint endpoint) => endpoint.InFlight == 0;

    public async ValueTask DisposeAsync()
    {
        _scorers.Dispose();
        await Endpoint.DisposeAsync();
    }
}
