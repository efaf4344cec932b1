using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Antivirus.LocalHost.Blobs;
using Antivirus.LocalHost.Emulator;
using Antivirus.LocalHost.Hosting;
using Antivirus.Support;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;

namespace Antivirus.LocalHost.Tests.Emulator;

/// <summary>The emulator comes with the host, keeps what it was given, and goes with the host.</summary>
public sealed class AzuriteLauncherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AzuritePorts _ports = new(FreePort(), FreePort(), FreePort());

    [Fact]
    public async Task It_is_started_where_nothing_listens_stopped_with_the_host_and_remembers()
    {
        var blobs = new BlobServiceClient(ConnectionString);
        await using (var keeper = NewKeeper())
        {
            await keeper.EnsureAsync([Connection(development: true)], TestContext.Current.CancellationToken);
            await blobs.CreateBlobContainerAsync("guardado", cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.False(Listens(_ports.Blob));

        await using var again = NewKeeper();
        await again.EnsureAsync([Connection(development: true)], TestContext.Current.CancellationToken);
        Assert.True(await blobs.GetBlobContainerClient("guardado").ExistsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_second_host_uses_the_one_that_runs_and_takes_over_when_it_ends_with_its_host()
    {
        var first = NewKeeper();
        await first.EnsureAsync([Connection(development: true)], TestContext.Current.CancellationToken);
        await using var second = NewKeeper();
        await second.EnsureAsync([Connection(development: true)], TestContext.Current.CancellationToken);

        await first.DisposeAsync();

        await Eventually.HoldsAsync(() => Task.FromResult(Listens(_ports.Blob) && Listens(_ports.Queue)),
            "The second host started it again.");
    }

    [Fact]
    public async Task It_is_not_started_for_another_account()
    {
        await using var keeper = NewKeeper();

        await keeper.EnsureAsync([Connection(development: false)], TestContext.Current.CancellationToken);

        Assert.False(Listens(_ports.Blob));
    }

    [Fact]
    public void The_version_is_the_one_that_package_json_pins()
    {
        using var package = JsonDocument.Parse(File.ReadAllText(RepositoryFolder.File("package.json")));

        Assert.Equal(AzuriteInstall.Version, package.RootElement.GetProperty("dependencies").GetProperty("azurite").GetString());
        Assert.Equal(RepositoryFolder.Root, AzuriteInstall.FindPackage(AppContext.BaseDirectory));
    }

    [Fact]
    public void The_containers_run_the_same_version_without_telemetry()
    {
        var compose = File.ReadAllText(RepositoryFolder.File("compose.yaml"));

        Assert.Contains($"/azurite:{AzuriteInstall.Version}\n", compose, StringComparison.Ordinal);
        Assert.Contains("--disableTelemetry", compose, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    // The assembly's own Azurite has installed the packages by now.
    private string ConnectionString => AzuriteServer.ConnectionStringAt(_ports.Blob, _ports.Queue);

    private AzuriteLauncher NewKeeper()
    {
        var install = new AzuriteInstall(new HostFolder(RepositoryFolder.Root), NullLogger<AzuriteInstall>.Instance);
        return new AzuriteLauncher(install, new HostFolder(_folder.Path), _ports, TimeProvider.System,
            NullLogger<AzuriteLauncher>.Instance);
    }

    private StorageConnection Connection(bool development) =>
        new("AntivirusStorage", new BlobServiceClient(ConnectionString), new QueueServiceClient(ConnectionString), development);

    private static bool Listens(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
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
