using Xunit;

namespace Antivirus.Support;

/// <summary>
/// A storage account that nobody else uses, for the tests of one class. All accounts of an assembly are in one Azurite, for its start takes
/// seconds of a processor; tests that stop or slow down the storage start an <see cref="AzuriteServer"/> of their own.
/// </summary>
public sealed class AzuriteAccount : IAsyncLifetime
{
    // More than any assembly has classes with a storage: Azurite hears of its accounts when it starts.
    private const int MaxAccounts = 100;
    private static readonly Lazy<Task<AzuriteServer>> Shared = new(StartSharedAsync);
    private static int _taken;
    private AzuriteServer? _server;

    /// <summary>Name of the account.</summary>
    public string Name { get; } = NameOf(Interlocked.Increment(ref _taken));

    /// <summary>Where the blobs of all accounts are.</summary>
    public Uri BlobAddress => Server.BlobAddress;

    public string ConnectionString => Server.ConnectionStringOf(Name);

    private AzuriteServer Server => _server ?? throw new InvalidOperationException("The account is not open yet.");

    public async ValueTask InitializeAsync() => _server = await Shared.Value;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string NameOf(int number) => number <= MaxAccounts
        ? $"account{number:000}"
        : throw new InvalidOperationException($"More than {MaxAccounts} classes of one assembly have a storage account.");

    private static async Task<AzuriteServer> StartSharedAsync()
    {
        var server = new AzuriteServer { Accounts = [.. Enumerable.Range(1, MaxAccounts).Select(NameOf)] };
        await server.StartAsync();
        return server;
    }
}
