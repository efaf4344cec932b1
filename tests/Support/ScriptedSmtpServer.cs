using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Antivirus.Support;

/// <summary>An SMTP server that misbehaves as told: each command is answered by the first entry of the script that it begins
/// with.</summary>
public sealed class ScriptedSmtpServer : IDisposable
{
    /// <summary>Answers nothing, and keeps the line open.</summary>
    public const string Hang = "hang";

    /// <summary>Drops the line.</summary>
    public const string Close = "close";

    private const string GoOn = "354 go on";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, string> _script;
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;

    /// <param name="script">Answers by the beginning of a command; <c>connect</c> stands for the greeting and <c>.</c> for the end of the
    /// data.</param>
    public ScriptedSmtpServer(params (string Command, string Answer)[] script)
    {
        _script = script.ToDictionary(entry => entry.Command, entry => entry.Answer);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    /// <summary>Completes when it leaves a client without an answer.</summary>
    public Task Hanging => _hanging.Task;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client, _stop.Token);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using var line = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        try
        {
            var goesOn = await AnswerAsync(client, "connect", "220 ready", cancellationToken);
            while (goesOn && await reader.ReadLineAsync(cancellationToken) is { } command)
            {
                goesOn = command.StartsWith("DATA", StringComparison.Ordinal)
                    ? await ReceiveAsync(client, reader, cancellationToken)
                    : await AnswerAsync(client, command, "250 ok", cancellationToken);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            // The client went, or the test is over.
        }
    }

    private async Task<bool> ReceiveAsync(TcpClient client, StreamReader reader, CancellationToken cancellationToken)
    {
        if (!await AnswerAsync(client, "DATA", GoOn, cancellationToken))
        {
            return false;
        }

        if (_script.GetValueOrDefault("DATA", GoOn) != GoOn)
        {
            return true;
        }

        while (await reader.ReadLineAsync(cancellationToken) is { } text && text != ".")
        {
            if (_script.ContainsKey("half"))
            {
                return false;
            }
        }

        return await AnswerAsync(client, ".", "250 accepted", cancellationToken);
    }

    private async Task<bool> AnswerAsync(TcpClient client, string command, string usual, CancellationToken cancellationToken)
    {
        var answer = _script.FirstOrDefault(entry => command.StartsWith(entry.Key, StringComparison.OrdinalIgnoreCase)).Value ?? usual;
        if (answer == Hang)
        {
            _hanging.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (answer == Close)
        {
            return false;
        }

        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer + "\r\n"), cancellationToken);
        return true;
    }
}
