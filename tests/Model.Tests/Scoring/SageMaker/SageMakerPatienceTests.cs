using System.Collections.Concurrent;
using System.Diagnostics;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Support;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

public sealed class SageMakerPatienceTests
{
    [Fact]
    public async Task A_slow_answer_is_given_up_and_asked_for_again()
    {
        await using var run = await EndpointRun.StartAsync(
            call => call.Number == 0 ? FakeSageMakerAnswer.Right(call).After(TimeSpan.FromMinutes(2)) : FakeSageMakerAnswer.Right(call),
            options => options.TimeoutSeconds = 60,
            new FakeTimeProvider(DateTimeOffset.UtcNow),
            endpoint => endpoint.CallCount == 1);

        Assert.Equal(SageMakerRiskScorerTests.RightScores(3), await run.ScoreAsync(Students.Numbered(3)));
        Assert.Equal(2, run.Endpoint.CallCount);
    }

    [Fact]
    public async Task An_endpoint_that_never_answers_in_time_ends_within_the_budget()
    {
        await using var run = await EndpointRun.StartAsync(
            call => FakeSageMakerAnswer.Right(call).After(TimeSpan.FromMinutes(1)), options =>
                (options.TimeoutSeconds, options.RetrySeconds) = (30, 100),
            new FakeTimeProvider(DateTimeOffset.UtcNow),
            timePasses: _ => true);

        var failed = await Assert.ThrowsAsync<SageMakerException>(() => run.ScoreAsync(Students.Numbered(3)));

        Assert.True(failed.IsTransient);
        Assert.Contains("SageMaker__TimeoutSeconds", failed.Message, StringComparison.Ordinal);
        // A slow machine may spend the whole budget on its first calls.
        Assert.InRange(run.Endpoint.CallCount, 1, 4);
    }

    [Fact]
    public async Task An_endpoint_that_is_down_for_thirty_seconds_is_outlasted()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var run = await EndpointRun.StartAsync(
            call => clock.GetUtcNow() - clock.Start < TimeSpan.FromSeconds(30)
                ? FakeSageMakerAnswer.Error(503, "ServiceUnavailable", "Down")
                : FakeSageMakerAnswer.Right(call),
            options => (options.MaxRetries, options.RetrySeconds) = (20, 1_500),
            clock);

        Assert.Equal(SageMakerRiskScorerTests.RightScores(3), await run.ScoreAsync(Students.Numbered(3)));
        Assert.InRange(run.Endpoint.CallCount, 2, 21);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_wait_that_the_endpoint_asks_for_is_kept(bool asDate)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var times = new ConcurrentQueue<TimeSpan>();
        await using var run = await EndpointRun.StartAsync(
            call =>
            {
                times.Enqueue(clock.GetUtcNow() - clock.Start);
                var asked = asDate ? clock.GetUtcNow().AddSeconds(15).ToString("R") : "14";
                return call.Number == 0 ? FakeSageMakerAnswer.Error(429, "ThrottlingException", "Rate exceeded", asked)
                    : FakeSageMakerAnswer.Right(call);
            },
            clock: clock);

        await run.ScoreAsync(Students.Numbered(3));

        Assert.Equal(2, times.Count);
        // 0.5 s is the first back-off; a date has no parts of a second.
        Assert.InRange((times.Last() - times.First()).TotalSeconds, 12.9, double.MaxValue);
    }

    [Fact]
    public async Task A_wait_longer_than_the_budget_is_left_to_the_trigger()
    {
        await using var run = await EndpointRun.StartAsync(_ => FakeSageMakerAnswer.Error(503, "ServiceUnavailable", "Later", "3600"));

        var failed = await Assert.ThrowsAsync<SageMakerException>(() => run.ScoreAsync(Students.Numbered(3)));

        Assert.Equal((true, TimeSpan.FromHours(1)), (failed.IsTransient, failed.RetryAfter));
        Assert.Equal(1, run.Endpoint.CallCount);
    }

    [Fact]
    public async Task An_endpoint_that_keeps_failing_is_left_alone()
    {
        await using var run = await EndpointRun.StartAsync(
            _ => FakeSageMakerAnswer.Error(500, "InternalFailure", "Broken"), options =>
                (options.MaxRetries, options.MaxConcurrency) = (0, 1));

        var failures = new List<SageMakerException>();
        for (var call = 0; call < 30; call++)
        {
            failures.Add(await Assert.ThrowsAsync<SageMakerException>(() => run.ScoreAsync(Students.Numbered(1))));
        }

        Assert.Equal(10, run.Endpoint.CallCount);
        Assert.All(failures, failure => Assert.True(failure.IsTransient));
        Assert.Contains("left alone", failures[^1].Message, StringComparison.Ordinal);
        Assert.Contains("500 InternalFailure: Broken", failures[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_run_stops_its_calls_and_tries_nothing_again()
    {
        using var stop = new CancellationTokenSource();
        await using var run = await EndpointRun.StartAsync(call =>
        {
            stop.CancelAfter(20);
            return FakeSageMakerAnswer.Right(call).After(TimeSpan.FromMinutes(1));
        });
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Scorer.ScoreAsync(Students.Numbered(3), new double[3], stop.Token)
            .AsTask());

        Assert.Equal(1, run.Endpoint.CallCount);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }
}
