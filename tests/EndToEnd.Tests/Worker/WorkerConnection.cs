using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;

namespace Antivirus.EndToEnd.Tests.Worker;

/// <summary>One worker's stream: pairs its answers with what it was asked, and keeps what it logs.</summary>
internal sealed class WorkerConnection
{
    /// <summary>For any answer, also on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Channel<Envelope> _outgoing = Channel.CreateUnbounded<Envelope>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Envelope>> _questions = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServerCallContext? _call;

    /// <summary>Completes when the worker has connected.</summary>
    public Task Connected => _connected.Task.WaitAsync(Patience);

    public ConcurrentQueue<LogEntry> Log { get; } = [];

    /// <summary>Serves the stream until either side ends it.</summary>
    public async Task RunAsync(IAsyncStreamReader<Envelope> incoming, IServerStreamWriter<Envelope> outgoing, ServerCallContext call)
    {
        _call = call;
        _connected.TrySetResult();
        var sending = SendAsync(outgoing, call.CancellationToken);
        try
        {
            while (await incoming.MoveNext(call.CancellationToken))
            {
                Take(incoming.Current);
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or RpcException)
        {
            // A worker that is killed breaks its stream.
        }

        _outgoing.Writer.TryComplete();
        await sending;
        Fail(new IOException("The worker's stream ended before its answer."));
    }

    /// <summary>Sends a message that has an answer, and returns the answer.</summary>
    public Task<Envelope> AskAsync(Envelope question) => AskOnceAsync(question).WaitAsync(Patience);

    /// <summary>Sends a message that has no answer.</summary>
    public void Tell(Envelope message) => _outgoing.Writer.TryWrite(message);

    /// <summary>Breaks the stream without a goodbye.</summary>
    public void Abort() => _call?.GetHttpContext().Abort();

    private async Task<Envelope> AskOnceAsync(Envelope question)
    {
        question.RequestId = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<Envelope>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions[question.RequestId] = answer;
        if (!_outgoing.Writer.TryWrite(question))
        {
            throw new IOException("The worker's stream has ended.");
        }

        return await answer.Task;
    }

    private async Task SendAsync(IServerStreamWriter<Envelope> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await outgoing.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or InvalidOperationException or RpcException)
        {
            // The stream is broken; whoever waits for an answer is told by the reading side.
        }
    }

    private void Take(Envelope message)
    {
        if (message.Log is { } entry)
        {
            Log.Enqueue(entry);
        }
        else if (_questions.TryRemove(message.RequestId, out var question))
        {
            question.TrySetResult(message);
        }
    }

    private void Fail(IOException failure)
    {
        foreach (var question in _questions.Values)
        {
            question.TrySetException(failure);
        }
    }
}
