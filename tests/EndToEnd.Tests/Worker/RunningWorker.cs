using System.Net;
using System.Text.Json;
using Antivirus.Support;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Antivirus.EndToEnd.Tests.Worker;

/// <summary>The published app as the Functions host's worker: a process of its own, its functions loaded and ready to be invoked.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly WorkerConnection _connection;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly HttpClient _http = new(new RetryingHandler());
    private Uri _httpUri = new("http://127.0.0.1");

    private RunningWorker(WorkerProcess process, WorkerConnection connection, IReadOnlyDictionary<string, string> settings) =>
        (Process, _connection, _settings) = (process, connection, settings);

    public WorkerProcess Process { get; }

    public IReadOnlyList<LoadedFunction> Functions { get; private set; } = [];

    /// <summary>What the app logged through the host so far, one entry per line.</summary>
    public string Log =>
        string.Join('\n', _connection.Log.Select(entry => $"{entry.Level} {entry.Category}: {entry.Message} {entry.Failure?.Message}"));

    /// <summary>Starts the worker and loads each function that it declares.</summary>
    public static async Task<RunningWorker> StartAsync(FakeFunctionsHost host, string appFolder, IReadOnlyDictionary<string,
        string> settings)
    {
        var id = Guid.NewGuid().ToString();
        var connection = host.Expect(id);
        var worker = new RunningWorker(WorkerProcess.Start(appFolder, host.Address, id, settings), connection, settings);
        try
        {
            await Task.WhenAny(connection.Connected, worker.Process.Ended);
            Assert.True(connection.Connected.IsCompletedSuccessfully, $"The worker did not connect: {worker.Process.Output}");
            await worker.InitializeAsync(appFolder);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a blob's event as the host does: not the content, but where it is. The worker opens the blob by itself.</summary>
    /// <param name="cancellation">Cancelled when the host cancels the invocation.</param>
    public Task<InvocationResult> InvokeBlobAsync(string functionName, string blobName, CancellationTokenSource? cancellation = null)
    {
        var function = Functions.Single(function => function.Name == functionName);
        var container = _settings[function.ContainerSetting];
        var place = JsonSerializer.Serialize(new { function.Connection, ContainerName = container, BlobName = blobName });
        var binding = new DeferredBinding
        {
            Version = "1.0",
            Source = "AzureStorageBlobs",
            ContentType = "application/json",
            Content = ByteString.CopyFromUtf8(place)
        };
        var invocation = CreateInvocation(function, new Value { DeferredBinding = binding });
        invocation.TriggerMetadata["BlobTrigger"] = new Value { Text = $"{container}/{blobName}" };
        invocation.TriggerMetadata["name"] = new Value { Text = blobName };
        return InvokeAsync(invocation, cancellation?.Token ?? CancellationToken.None);
    }

    /// <summary>Answers a request as the host does: the request goes to the worker's own HTTP server, its invocation over the
    /// stream.</summary>
    /// <param name="request">With a path that is relative to the host's address.</param>
    /// <param name="cancellationToken">Cancelled when the caller hangs up.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(_httpUri, request.RequestUri!);
        foreach (var function in Functions.Where(function => function.Methods.Contains(request.Method.Method)))
        {
            if (function.Match(PathString.FromUriComponent(request.RequestUri)) is { } values)
            {
                var invocation = CreateInvocation(function, new Value { Http = new HttpData() });
                foreach (var (name, value) in values.Where(entry => entry.Value is not null))
                {
                    invocation.TriggerMetadata[name] = new Value { Text = (string)value! };
                }

                return await ForwardAsync(request, invocation, cancellationToken);
            }
        }

        return new HttpResponseMessage(HttpStatusCode.NotFound);
    }

    /// <summary>Asks the worker to end, and waits until its process has.</summary>
    public async Task TerminateAsync()
    {
        _connection.Tell(new Envelope { WorkerTerminate = new WorkerTerminate() });
        await Process.Ended.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
    }

    private async Task InitializeAsync(string appFolder)
    {
        var init = await _connection.AskAsync(new Envelope
        {
            WorkerInit = new WorkerInit { HostVersion = "4.1037.0", WorkerDirectory = appFolder, FunctionAppDirectory = appFolder },
        });
        Assert.Equal(Outcome.Types.Status.Success, init.WorkerInitResult.Outcome.Status);
        _httpUri = new Uri(init.WorkerInitResult.Capabilities["HttpUri"]);

        var metadata =
            await _connection.AskAsync(new Envelope { MetadataRequest = new MetadataRequest { FunctionAppDirectory = appFolder } });
        Functions = [.. metadata.MetadataResult.Functions.Select(function => new LoadedFunction(function))];
        foreach (var function in Functions)
        {
            var load = new FunctionLoad { FunctionId = function.Metadata.FunctionId, Metadata = function.Metadata };
            var outcome = (await _connection.AskAsync(new Envelope { FunctionLoad = load })).FunctionLoadResult.Outcome;
            Assert.True(outcome.Status == Outcome.Types.Status.Success, $"{function.Name} was not loaded: {outcome.Failure?.Message}");
        }
    }

    private static Invocation CreateInvocation(LoadedFunction function, Value trigger) => new()
    {
        InvocationId = Guid.NewGuid().ToString(),
        FunctionId = function.Metadata.FunctionId,
        Input = { new Parameter { Name = function.TriggerName, Value = trigger } },
        TraceContext = new TraceContext { TraceParent = $"00-{Guid.NewGuid():N}-0123456789abcdef-01" },
    };

    private async Task<HttpResponseMessage> ForwardAsync(HttpRequestMessage request, Invocation invocation,
        CancellationToken cancellationToken)
    {
        request.Headers.Add("x-ms-invocation-id", invocation.InvocationId);
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");
        request.Headers.Add("X-Forwarded-Proto", "http");
        var forwarding = _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var result = await InvokeAsync(invocation, cancellationToken);
        var response = await forwarding;

        // Where a function throws, the worker's HTTP server answers 200 without a body; only the invocation's result shows the failure, and
        // the host answers 500.
        return result.Outcome.Status == Outcome.Types.Status.Success || response.Content.Headers.ContentLength != 0
            ? response
            : new HttpResponseMessage(HttpStatusCode.InternalServerError);
    }

    /// <summary>A cancelled token becomes the host's cancellation of the invocation, which has a result all the same.</summary>
    private async Task<InvocationResult> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var result = _connection.AskAsync(new Envelope { Invocation = invocation });
        await using var cancellation = cancellationToken.Register(() =>
            _connection.Tell(new Envelope { InvocationCancel = new InvocationCancel { InvocationId = invocation.InvocationId } }));
        return (await result).InvocationResult;
    }

    /// <summary>A worker answers the host before its HTTP server listens, so the host tries again for a while.</summary>
    private sealed class RetryingHandler() : DelegatingHandler(PlainHandler.Create())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var tries = 0; ; tries++)
            {
                try
                {
                    return await base.SendAsync(request, cancellationToken);
                }
                catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.ConnectionError && tries < 100)
                {
                    await Task.Delay(100, cancellationToken);
                }
            }
        }
    }
}
