using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Antivirus.Model.Scoring.SageMaker;

/// <summary>What all calls to one endpoint share: how many are in flight, when they are tried again, and when the endpoint is left
/// alone.</summary>
internal sealed partial class EndpointResilience : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(10);

    private readonly EndpointAddress _endpoint;
    private readonly SemaphoreSlim _slots;
    private readonly TimeSpan _budget;
    private readonly ResiliencePipeline _tries;
    private readonly ILogger _logger;

    public EndpointResilience(EndpointAddress endpoint, SageMakerOptions options, TimeProvider clock, ILogger logger)
    {
        (_endpoint, _logger) = (endpoint, logger);
        _slots = new SemaphoreSlim(options.MaxConcurrency);
        _budget = TimeSpan.FromSeconds(options.RetrySeconds);
        var tries = new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(_budget);
        if (options.MaxRetries > 0)
        {
            tries.AddRetry(Retry(options.MaxRetries));
        }

        _tries = tries.AddCircuitBreaker(Breaker()).AddTimeout(TimeSpan.FromSeconds(options.TimeoutSeconds)).Build();
    }

    /// <summary>Runs a call when there is a free slot, again while that may help, and gives up with the last reason.</summary>
    public async ValueTask RunAsync(Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        // The slot is kept through the waits too: an endpoint in trouble gets fewer calls, not more.
        await _slots.WaitAsync(cancellationToken);
        try
        {
            await _tries.ExecuteAsync(static (run, token) => run(token), call, cancellationToken);
        }
        catch (TimeoutRejectedException e)
        {
            throw new SageMakerException(
                $"{_endpoint} did not answer in time: neither within SageMaker__TimeoutSeconds nor in the tries that " +
                    $"SageMaker__RetrySeconds ({_budget.TotalSeconds:0}) leaves room for.", e)
            { IsTransient = true };
        }
        catch (BrokenCircuitException e)
        {
            throw new SageMakerException(
                $"{_endpoint} failed too often and is left alone for some seconds. Last failure: {e.InnerException?.Message}",
                e)
            { IsTransient = true };
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private RetryStrategyOptions Retry(int retries) => new()
    {
        MaxRetryAttempts = retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = FirstDelay,
        MaxDelay = MaxDelay,
        ShouldHandle = args => ValueTask.FromResult(IsWorthAnotherTry(args.Outcome.Exception)),
        DelayGenerator = args => ValueTask.FromResult(AskedDelay(args.Outcome.Exception)),
        OnRetry = args =>
        {
            LogRetry(_endpoint.Name, args.AttemptNumber + 1, args.RetryDelay.TotalSeconds, args.Outcome.Exception?.Message);
            return default;
        },
    };

    private CircuitBreakerStrategyOptions Breaker() => new()
    {
        FailureRatio = 0.6,
        MinimumThroughput = 10,
        SamplingDuration = TimeSpan.FromSeconds(30),
        BreakDuration = BreakDuration,
        ShouldHandle = args =>
            ValueTask.FromResult(args.Outcome.Exception is SageMakerException { IsTransient: true } or TimeoutRejectedException),
        OnOpened = args =>
        {
            LogOpened(_endpoint.Name, args.BreakDuration.TotalSeconds);
            return default;
        },
    };

    private bool IsWorthAnotherTry(Exception? failure) => failure switch
    {
        // To wait longer than the budget is to fail now, and leave the next try to the trigger.
        SageMakerException e => e.IsTransient && (e.RetryAfter ?? TimeSpan.Zero) < _budget,
        BrokenCircuitException or TimeoutRejectedException => true,
        _ => false,
    };

    // Null leaves it to the back-off with jitter.
    private static TimeSpan? AskedDelay(Exception? failure) => failure switch
    {
        SageMakerException e => e.RetryAfter,
        BrokenCircuitException e => e.RetryAfter,
        _ => null,
    };

    [LoggerMessage(LogLevel.Warning, "SageMaker endpoint {Endpoint}: try {Try} failed, next in {Seconds:0.0} s. {Reason}")]
    private partial void LogRetry(string endpoint, int @try, double seconds, string? reason);

    [LoggerMessage(LogLevel.Warning, "SageMaker endpoint {Endpoint} failed too often: left alone for {Seconds:0} s.")]
    private partial void LogOpened(string endpoint, double seconds);
}
