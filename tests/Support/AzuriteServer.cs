using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Antivirus.Support;

/// <summary>A real Azurite on free ports of the loopback address. It ends with the process of the tests at the latest.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const string UsualAccount = "devstoreaccount1";

    // Azurite's own published key: no secret.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private Process? _process;
    private int _blobPort;
    private int _queuePort;
    private int _tablePort;

    /// <summary>Names of its accounts.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [UsualAccount];

    /// <summary>Where its blobs are, without the account.</summary>
    public Uri BlobAddress => new($"http://127.0.0.1:{_blobPort}/");

    /// <summary>Where it stores; null for in memory.</summary>
    public string? Folder { get; init; }

    /// <summary>Opens the first account.</summary>
    public string ConnectionString => ConnectionStringOf(Accounts[0]);

    public string ConnectionStringOf(string account) => ConnectionStringAt(_blobPort, _queuePort, account);

    /// <summary>Opens an account of an Azurite that somebody else started.</summary>
    public static string ConnectionStringAt(int blobPort, int queuePort, string account = UsualAccount) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={Key};" +
        $"BlobEndpoint=http://127.0.0.1:{blobPort}/{account};QueueEndpoint=http://127.0.0.1:{queuePort}/{account};";

    /// <summary>Starts it, again on the same ports after <see cref="StopAsync"/>; what it held in memory is gone then.</summary>
    public async Task StartAsync()
    {
        var script = RepositoryFolder.File("node_modules", "azurite", "dist", "src", "azurite.js");
        await NodePackages.InstallAsync("azurite");

        var isNew = _blobPort == 0;
        for (var tries = 0; ; tries++)
        {
            (_blobPort, _queuePort) = isNew ? (FreePort(), FreePort()) : (_blobPort, _queuePort);
            _tablePort = FreePort();
            _process = Process.Start(StartInfo(script))!;
            if (await ListensAsync())
            {
                return;
            }

            // Another process may have taken a port between looking and listening.
            await StopAsync();
            Assert.True(tries < 3, "Azurite does not start; 'npx azurite --version' tells whether it is installed.");
        }
    }

    /// <summary>Lets go of its line, as the end of this process does; completes when it has ended too.</summary>
    public async Task AbandonAsync()
    {
        _process!.StandardInput.Close();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private ProcessStartInfo StartInfo(string script)
    {
        var start = NodeServer.StartInfo(
        [
            script, .. Folder is null ? ["--inMemoryPersistence"] : (string[])["--location", Folder], "--skipApiVersionCheck", "--silent",
                "--loose", "--disableTelemetry",
            "--blobHost", "127.0.0.1", "--blobPort", $"{_blobPort}",
            "--queueHost", "127.0.0.1", "--queuePort", $"{_queuePort}",
            "--tableHost", "127.0.0.1", "--tablePort", $"{_tablePort}",
        ]);
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', Accounts.Select(account => $"{account}:{Key}"));
        return start;
    }

    private async Task<bool> ListensAsync()
    {
        for (var tries = 0; tries < 1200 && !_process!.HasExited; tries++)
        {
            // The tables come last, and where their port is taken the whole of it ends, though another process answers there.
            if (await ConnectsAsync(_blobPort) && await ConnectsAsync(_queuePort) && await ConnectsAsync(_tablePort))
            {
                await Task.Delay(500);
                return !_process.HasExited;
            }

            await Task.Delay(100);
        }

        return false;
    }

    private static async Task<bool> ConnectsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
