using System.Collections.Immutable;
using System.Text.Json;
using Antivirus.Functions.Tests.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Antivirus.Functions.Tests;

/// <summary>What a caller gets from a function that throws under the Functions host.</summary>
public sealed class HttpErrorsTests : IDisposable
{
    private readonly LogLines _log = new();

    [Fact]
    public async Task A_function_that_throws_answers_500_with_a_problem_and_the_log_keeps_the_cause()
    {
        // Arrange
        var http = CreateRequest();

        // Act
        await Errors().Invoke(new FakeContext(http), _ => throw new InvalidOperationException("Un secreto."));

        // Assert
        http.Response.Body.Position = 0;
        using var problem = await JsonDocument.ParseAsync(http.Response.Body, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((500, 500), (http.Response.StatusCode, problem.RootElement.GetProperty("status").GetInt32()));
        Assert.StartsWith("application/problem+json", http.Response.ContentType, StringComparison.Ordinal);
        Assert.DoesNotContain("secreto", problem.RootElement.ToString(), StringComparison.Ordinal);
        Assert.Contains("Function Rota failed on a request.", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_blobs_function_throws_is_left_to_the_host() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Errors()
            .Invoke(new FakeContext(null), _ => throw new InvalidOperationException()));

    public void Dispose() => _log.Dispose();

    private HttpErrors Errors() => new(new LoggerFactory([_log]).CreateLogger<HttpErrors>());

    private static DefaultHttpContext CreateRequest() => new()
    {
        RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        Response = { Body = new MemoryStream() },
    };

    private sealed class FakeContext : FunctionContext
    {
        public FakeContext(HttpContext? http)
        {
            if (http is not null)
            {
                // The key under which the worker's ASP.NET Core integration keeps it.
                Items["HttpRequestContext"] = http;
            }
        }

        public override string InvocationId => "1";

        public override string FunctionId => "1";

        public override TraceContext TraceContext => throw new NotSupportedException();

        public override BindingContext BindingContext => throw new NotSupportedException();

        public override RetryContext RetryContext => throw new NotSupportedException();

        public override IServiceProvider InstanceServices { get; set; } = new ServiceCollection().BuildServiceProvider();

        public override FunctionDefinition FunctionDefinition { get; } = new FakeDefinition();

        public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

        public override IInvocationFeatures Features => throw new NotSupportedException();
    }

    private sealed class FakeDefinition : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => "";

        public override string EntryPoint => "";

        public override string Id => "1";

        public override string Name => "Rota";

        public override IImmutableDictionary<string, BindingMetadata> InputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    }
}
