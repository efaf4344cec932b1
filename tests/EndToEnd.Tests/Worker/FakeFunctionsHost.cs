using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Antivirus.EndToEnd.Tests.Worker;

/// <summary>The Functions host's side of the worker protocol: a gRPC server on loopback to which workers connect.</summary>
internal sealed class FakeFunctionsHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, WorkerConnection> _workers;

    private FakeFunctionsHost(WebApplication app, ConcurrentDictionary<string, WorkerConnection> workers) =>
        (_app, _workers) = (app, workers);

    public Uri Address => new(_app.Urls.First());

    public static async Task<FakeFunctionsHost> StartAsync()
    {
        var workers = new ConcurrentDictionary<string, WorkerConnection>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(workers);
        var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync();
        return new FakeFunctionsHost(app, workers);
    }

    /// <summary>Where the worker with this id will be heard.</summary>
    public WorkerConnection Expect(string workerId) => _workers.GetOrAdd(workerId, _ => new WorkerConnection());

    /// <summary>As when the host's process dies: every stream breaks, and nobody listens any more.</summary>
    public async Task DieAsync()
    {
        foreach (var worker in _workers.Values)
        {
            worker.Abort();
        }

        await _app.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Service(ConcurrentDictionary<string, WorkerConnection> workers) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(IAsyncStreamReader<Envelope> requestStream, IServerStreamWriter<Envelope> responseStream,
            ServerCallContext context)
        {
            // A worker says who it is before anything else.
            if (await requestStream.MoveNext(context.CancellationToken)
                && requestStream.Current.StartStream is { } start
                && workers.TryGetValue(start.WorkerId, out var worker))
            {
                await worker.RunAsync(requestStream, responseStream, context);
                return;
            }

            throw new RpcException(new Status(StatusCode.PermissionDenied, "This host started no such worker."));
        }
    }
}
