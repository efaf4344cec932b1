using System.Collections.Concurrent;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

public sealed class SageMakerFailureTests
{
    private static readonly int[] Retryable = [429, 500, 503, 530];

    public static TheoryData<string> Faults => ["429", "500", "503", "530", "reset", "reset in a framed body", "reset in a chunked body"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_run_in_which_every_tenth_call_fails_ends_with_the_right_scores(string fault)
    {
        var random = new Random(7);
        await using var run = await EndpointRun.StartAsync(
            call => Chance(random) ? Fault(fault, call) : FakeSageMakerAnswer.Right(call),
            options => (options.MaxPayloadBytes, options.TimeoutSeconds, options.RetrySeconds) = (1_000, 900, 1_500),
            Clock());

        var scores = await run.ScoreAsync(Students.Numbered(10_000));

        Assert.Equal(SageMakerRiskScorerTests.RightScores(10_000), scores);
        Assert.True(run.Endpoint.CallCount > 49, "No call failed.");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(530)]
    public async Task An_error_that_may_pass_is_tried_again_and_then_left_to_the_trigger(int status)
    {
        await using var run = await EndpointRun.StartAsync(
            _ => FakeSageMakerAnswer.Error(status, "ThrottlingException", "Rate exceeded"), options =>
                (options.MaxRetries, options.TimeoutSeconds, options.RetrySeconds) = (3, 900, 1_500), Clock());

        var failed = await Assert.ThrowsAsync<SageMakerException>(() => run.ScoreAsync(Students.Numbered(3)));

        Assert.Equal((true, status, "ThrottlingException"), (failed.IsTransient, failed.StatusCode, failed.ErrorType));
        Assert.Contains($"'riesgo' in us-east-1 answered {status} ThrottlingException: Rate exceeded.", failed.Message,
            StringComparison.Ordinal);
        Assert.Equal(4, run.Endpoint.CallCount);
    }

    [Theory]
    [InlineData(400, "ValidationError")]
    [InlineData(403, "AccessDeniedException")]
    [InlineData(424, "ModelError")]
    [InlineData(301, "Moved")]
    [InlineData(204, "")]
    public async Task A_final_error_is_not_tried_again_and_carries_the_words_of_AWS(int status, string type)
    {
        await using var run = await EndpointRun.StartAsync(_ =>
            status == 204 ? FakeSageMakerAnswer.Status(204) : FakeSageMakerAnswer.Error(status, type, "What AWS says"));

        var failed = await Assert.ThrowsAsync<SageMakerException>(() => run.ScoreAsync(Students.Numbered(3)));

        Assert.Equal((false, status), (failed.IsTransient, failed.StatusCode));
        Assert.Contains(status == 204 ? "answered 204" : $"{status} {type}: What AWS says", failed.Message, StringComparison.Ordinal);
        Assert.Equal(1, run.Endpoint.CallCount);
    }

    [Fact]
    public async Task The_rows_that_a_container_repeats_in_its_error_are_not_passed_on()
    {
        await using var run = await EndpointRun.StartAsync(
            call => FakeSageMakerAnswer.Error(424, "ModelError",
                $"Received client error (415) from model: cannot read '{call.Rows[0]}' or {call.Rows[1]}, sorry"));

        var failed = await Assert.ThrowsAsync<SageMakerException>(() =>
            run.ScoreAsync(Students.Batch([20, 1, 4.5f, 3], [21, float.NaN, 2, 5])));

        Assert.Contains("Received client error (415) from model: cannot read '[row]'", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("20,1", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("21,", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.1,0.2", "answered 2 numbers for 3 students")]
    [InlineData("0.1,0.2,0.3,0.4", "more than 3 numbers for 3 students")]
    [InlineData("0.1,oops,0.3", "answer 2 of 3 is 'oops'")]
    [InlineData("0.1,1.5,0.3", "answer 2 of 3 is '1.5'")]
    [InlineData("0.1,nan,0.3", "answer 2 of 3 is 'nan'")]
    public async Task An_answer_out_of_count_or_range_ends_the_run_and_shows_the_first_offending_one(string answer, string shown)
    {
        await using var run = await EndpointRun.StartAsync(_ => FakeSageMakerAnswer.Text(answer));

        var failed = await Assert.ThrowsAsync<SageMakerException>(() => run.ScoreAsync(Students.Numbered(3)));

        Assert.Contains(shown, failed.Message, StringComparison.Ordinal);
        Assert.Equal(1, run.Endpoint.CallCount);
    }

    [Fact]
    public async Task One_bad_chunk_ends_the_whole_batch()
    {
        await using var run = await EndpointRun.StartAsync(
            call => call.Rows.Contains("1999") ? FakeSageMakerAnswer.Text("0.1") : FakeSageMakerAnswer.Right(call), options =>
                options.MaxPayloadBytes = 1_000);

        await Assert.ThrowsAsync<SageMakerException>(() => run.ScoreAsync(Students.Numbered(2_000)));
    }

    [Fact]
    public async Task An_answer_that_just_stops_is_taken_only_with_a_line_end()
    {
        var answer = "0.5000001,0.5000001\n";
        await using var run = await EndpointRun.StartAsync(_ => FakeSageMakerAnswer.UntilClose(answer));
        Assert.All(await run.ScoreAsync(Students.Numbered(2)), score => Assert.Equal(0.5000001, score));

        answer = "0.5000001,0.5";
        var failed = await Assert.ThrowsAsync<SageMakerException>(() => run.ScoreAsync(Students.Numbered(2)));

        Assert.Contains("a cut-off answer could not be told from a whole one", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_answer_does_not_fill_the_memory()
    {
        await using var run = await EndpointRun.StartAsync(_ =>
            FakeSageMakerAnswer.Text(string.Concat(Enumerable.Repeat("0.1,", 1_000_000))));

        var failed = await Assert.ThrowsAsync<SageMakerException>(() => run.ScoreAsync(Students.Numbered(3)));

        Assert.Contains("more than 3 numbers", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_logged_of_failures_holds_no_credentials_payloads_or_answers()
    {
        var logs = new RecordedLogs();
        await using var run = await EndpointRun.StartAsync(
            call => call.Number == 0 ? FakeSageMakerAnswer.Error(503, "ServiceUnavailable", $"busy with {call.Text}")
                : FakeSageMakerAnswer.Text("0.7654321"),
            clock: Clock(),
            logs: logs);

        await run.ScoreAsync(Students.Batch([20, 1, 4]));

        var line = Assert.Single(logs.Lines);
        Assert.Contains("riesgo", line, StringComparison.Ordinal);
        Assert.Contains("503 ServiceUnavailable", line, StringComparison.Ordinal);
        Assert.All(["20,1,4", "0.7654321", FakeSageMakerEndpoint.SecretKey, FakeSageMakerEndpoint.AccessKey], secret =>
            Assert.DoesNotContain(secret, line, StringComparison.Ordinal));
    }

    // Signatures are checked by the day.
    private static FakeTimeProvider Clock() => new(DateTimeOffset.UtcNow);

    private static bool Chance(Random random)
    {
        lock (random)
        {
            return random.Next(10) == 0;
        }
    }

    private static FakeSageMakerAnswer Fault(string fault, FakeInvocation call)
    {
        var right = string.Join('\n', call.Rows.Select(FakeInvocation.ProbabilityOf));
        return fault switch
        {
            "reset" => FakeSageMakerAnswer.Reset(),
            // The part ends inside the last number, which would still be a number.
            "reset in a framed body" => FakeSageMakerAnswer.ResetInBody(right, right.Length - 3, framed: true),
            "reset in a chunked body" => FakeSageMakerAnswer.ResetInBody(right, right.Length - 3, framed: false),
            _ => FakeSageMakerAnswer.Error(Array.Find(Retryable, status => $"{status}" == fault), "InternalFailure", "at random"),
        };
    }

    private sealed class RecordedLogs : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
            string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
