using System.Globalization;
using Amazon.Runtime;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

public sealed class SageMakerRiskScorerTests
{
    [Fact]
    public async Task A_batch_is_sent_as_one_signed_call_in_the_form_of_the_original()
    {
        await using var run = await EndpointRun.StartAsync(_ =>
            FakeSageMakerAnswer.Bytes(File.ReadAllBytes(Students.Golden("endpoint-response.csv"))));

        var scores = await run.ScoreAsync(Students.Recorded());

        var call = Assert.Single(run.Endpoint.Calls);
        Assert.Equal(("POST", "/endpoints/riesgo/invocations"), (call.Method, call.Target));
        Assert.Equal(("text/csv", "text/csv"), (call.Headers["content-type"], call.Headers["accept"]));
        Assert.Equal(File.ReadAllBytes(Students.Golden("payload.csv")), call.Body);
        Assert.DoesNotContain("x-amzn-sagemaker-target-variant", call.Headers.Keys);
        Assert.Equal([.. File.ReadAllText(Students.Golden("endpoint-response.csv")).Split(',')
            .Select(score => double.Parse(score, CultureInfo.InvariantCulture))], scores);
    }

    [Fact]
    public async Task The_variant_and_the_session_token_are_sent_and_signed()
    {
        await using var run = await EndpointRun.StartAsync(
            FakeSageMakerAnswer.Right,
            options => options.TargetVariant = "variante-b",
            credentials: new SessionAWSCredentials(FakeSageMakerEndpoint.AccessKey, FakeSageMakerEndpoint.SecretKey, "a/session+token=="));

        await run.ScoreAsync(Students.Numbered(3));

        var call = Assert.Single(run.Endpoint.Calls);
        Assert.Equal(("variante-b", "a/session+token=="),
            (call.Headers["x-amzn-sagemaker-target-variant"], call.Headers["x-amz-security-token"]));
    }

    [Theory]
    [InlineData("xgboost-2020-06-15-23-04-33-123", "")]
    [InlineData("mi punto+final/ñ~(1)", "")]
    [InlineData("riesgo", "?b=2&a=x%20y&empty=")]
    public async Task An_unusual_name_or_address_is_signed_right(string name, string query)
    {
        await using var run = await EndpointRun.StartAsync(FakeSageMakerAnswer.Right, options =>
        {
            options.EndpointName = name;
            options.ServiceUrl = new Uri(options.ServiceUrl!, "base%20path/" + query);
        });

        await run.ScoreAsync(Students.Numbered(3));

        Assert.Equal($"/base%20path/endpoints/{Uri.EscapeDataString(name)}/invocations{query}", Assert.Single(run.Endpoint.Calls).Target);
    }

    [Fact]
    public async Task Credentials_that_AWS_refuses_end_in_its_own_words()
    {
        await using var run = await EndpointRun.StartAsync(FakeSageMakerAnswer.Right,
            credentials: new BasicAWSCredentials(FakeSageMakerEndpoint.AccessKey, "another"));

        var refused = await Assert.ThrowsAsync<SageMakerException>(() => run.ScoreAsync(Students.Numbered(3)));

        Assert.Equal((false, 403, "InvalidSignatureException"), (refused.IsTransient, refused.StatusCode, refused.ErrorType));
        Assert.Contains("The request signature we calculated does not match", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, run.Endpoint.CallCount);
    }

    [Fact]
    public async Task Chunks_are_bounded_in_bytes_and_number_and_their_answers_keep_the_order()
    {
        // The later a chunk, the sooner its answer.
        await using var run = await EndpointRun.StartAsync(
            call => FakeSageMakerAnswer.Right(call).After(TimeSpan.FromMilliseconds(Math.Max(0, 60 - (10 * call.Number)))),
            options => (options.MaxPayloadBytes, options.MaxConcurrency) = (1_000, 3));
        var batch = Students.Numbered(2_000);

        var scores = await run.ScoreAsync(batch);

        Assert.Equal(RightScores(2_000), scores);
        Assert.Equal(9, run.Endpoint.Calls.Count);
        Assert.All(run.Endpoint.Calls, call => Assert.InRange(call.Body.Length, 1, 1_000));
        Assert.Equal(3, run.Endpoint.MaxInFlight);
    }

    [Fact]
    public async Task Batches_scored_at_the_same_time_share_the_limit_and_stay_apart()
    {
        await using var run = await EndpointRun.StartAsync(call => FakeSageMakerAnswer.Right(call).After(TimeSpan.FromMilliseconds(20)),
            options => options.MaxConcurrency = 2);

        var scores = await Task.WhenAll(Enumerable.Range(0, 8).Select(batch => run.ScoreAsync(Students.Numbered(50, batch * 50))));

        Assert.Equal(RightScores(400), scores.SelectMany(batch => batch));
        Assert.Equal(2, run.Endpoint.MaxInFlight);
        Assert.Equal(2, run.Scorer.BatchesInFlight);
    }

    [Theory]
    [InlineData("0", 1.0)]
    [InlineData("1", 0.0)]
    [InlineData("0.25", 0.75)]
    [InlineData("0.5", 0.5)]
    [InlineData("0.4999999999999999", 0.5000000000000001)]
    [InlineData("0.49999999999999994", 0.5000000000000001)]
    [InlineData("0.5000000000000001", 0.4999999999999999)]
    [InlineData("1e-300", 1.0)]
    public async Task An_endpoint_that_predicts_passing_is_turned_round(string passes, double risk)
    {
        await using var run = await EndpointRun.StartAsync(_ => FakeSageMakerAnswer.Text(passes), options =>
            options.Predicts = SageMakerOptions.Passed);

        Assert.Equal(risk, Assert.Single(await run.ScoreAsync(Students.Numbered(1))), 1e-17);
    }

    [Fact]
    public async Task The_labels_of_passing_mirror_those_of_leaving_exactly_except_at_a_half()
    {
        var near = new[] { 0, double.Epsilon, 0.25, Math.BitDecrement(0.5), 0.5, Math.BitIncrement(0.5), 0.75, Math.BitDecrement(1.0), 1 };
        var answer = string.Join(',', near.Select(score => score.ToString("R", CultureInfo.InvariantCulture)));
        await using var leaves = await EndpointRun.StartAsync(_ => FakeSageMakerAnswer.Text(answer));
        await using var passes = await EndpointRun.StartAsync(_ => FakeSageMakerAnswer.Text(answer), options =>
            options.Predicts = SageMakerOptions.Passed);

        var atRisk = (await leaves.ScoreAsync(Students.Numbered(near.Length))).Select(score => score > 0.5).ToArray();
        var mirrored = (await passes.ScoreAsync(Students.Numbered(near.Length))).Select(score => score > 0.5).ToArray();

        Assert.All(near.Index(), score => Assert.Equal(score.Item != 0.5, atRisk[score.Index] != mirrored[score.Index]));
        Assert.False(atRisk[4] || mirrored[4]);
    }

    [Fact]
    public async Task The_manifest_learns_scorer_endpoint_and_variant_and_there_are_no_reasons()
    {
        await using var run = await EndpointRun.StartAsync(FakeSageMakerAnswer.Right, options =>
            (options.TargetVariant, options.Threshold) = ("b", 0.3));

        var identity = run.Scorer.Identity;

        Assert.Equal(("SageMaker", "student-performance", "riesgo", "b"),
            (identity.Scorer, identity.Model, identity.Endpoint, identity.Variant));
        Assert.Null(identity.ModelVersion);
        Assert.Null(run.Scorer.Explainer);
        Assert.Equal(0.3, run.Scorer.Threshold);
        Assert.Same(Students.Schema, run.Scorer.Schema);
    }

    [Fact]
    public async Task A_batch_without_students_calls_nobody()
    {
        await using var run = await EndpointRun.StartAsync(FakeSageMakerAnswer.Right);

        Assert.Empty(await run.ScoreAsync(Students.Batch()));
        Assert.Equal(0, run.Endpoint.CallCount);
    }

    internal static double[] RightScores(int students) =>
        [.. Enumerable.Range(0, students).Select(number =>
            double.Parse(FakeInvocation.ProbabilityOf(number.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture))];
}
