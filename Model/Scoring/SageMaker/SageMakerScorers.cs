using System.Collections.Concurrent;
using System.Net;
using Amazon.Runtime;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Antivirus.Model.Scoring.SageMaker;

/// <summary>Makes the scorers of SageMaker endpoints: one for the process, so that those of one endpoint share connections, credentials and
/// circuit breaker.</summary>
/// <param name="credentials">In place of AWS's own chain of environment, web identity, profile, container and instance role.</param>
public sealed class SageMakerScorers(TimeProvider clock, ILoggerFactory? loggerFactory = null, AWSCredentials? credentials = null)
    : IDisposable
{
    private readonly AwsIdentity _identity = new(credentials);
    private readonly ConcurrentDictionary<GateKey, Lazy<EndpointResilience>> _gates = new();
    private readonly HttpClient _http = CreateHttpClient();

    /// <param name="artefact">Its features are those that the endpoint was trained with, in its order; its name goes to the run's
    /// manifest.</param>
    /// <exception cref="ArtefactException">Thresholds of the artefact depend on the group: they were found for its own scores, not for the
    /// endpoint's.</exception>
    public SageMakerRiskScorer Create(SageMakerOptions options, ModelArtefact artefact) => artefact.GroupThresholds is null
        ? Create(options, artefact.Schema, artefact.Name)
        : throw new ArtefactException(
            $"Model {artefact.Name} has thresholds by group, which hold for its own scores only: score with Scorer=Local, or train it "
            + "without --threshold-by.");

    /// <param name="schema">The features that the endpoint was trained with, in its order.</param>
    /// <param name="modelName">Name of the artefact that the schema comes from, for the run's manifest.</param>
    internal SageMakerRiskScorer Create(SageMakerOptions options, StudentSchema schema, string modelName)
    {
        var endpoint = EndpointAddress.From(options);
        var key = new GateKey(endpoint.Url, endpoint.Variant, options.MaxConcurrency, options.TimeoutSeconds, options.MaxRetries,
            options.RetrySeconds);
        var gate = _gates.GetOrAdd(key, _ => new Lazy<EndpointResilience>(() => CreateGate(endpoint, options)));
        var client = new EndpointClient(_http, _identity, endpoint, clock);
        return new SageMakerRiskScorer(client, gate.Value, options, schema, modelName);
    }

    public void Dispose()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Value.Dispose();
        }

        _identity.Dispose();
        _http.Dispose();
    }

    private EndpointResilience CreateGate(EndpointAddress endpoint, SageMakerOptions options) =>
        new(endpoint, options, clock, loggerFactory?.CreateLogger<SageMakerRiskScorer>() ?? NullLogger<SageMakerRiskScorer>.Instance);

    private static HttpClient CreateHttpClient()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
        };
        // The gate bounds every try.
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private sealed record GateKey(Uri Url, string? Variant, int MaxConcurrency, int TimeoutSeconds, int MaxRetries, int RetrySeconds);
}
