using System.Collections.Concurrent;
using System.Text.Json;

namespace Antivirus.Support;

/// <summary>Uploads by HTTP, and what the hosts promised for them.</summary>
internal sealed class ChaosUploads(ChaosServers servers)
{
    public const string Ies = "univalle";
    private readonly byte[] _cohort = File.ReadAllBytes(RepositoryFolder.File("samples", Ies, "cohorte-ejemplo.csv"));
    private readonly ConcurrentQueue<(string Upload, string Report)> _acknowledged = new();
    private int _refused;

    public int Acknowledged { get; private set; }

    public int Refused => _refused;

    /// <summary>How many are acknowledged and not yet taken.</summary>
    public int Open => _acknowledged.Count;

    /// <summary>Names of the uploads that are acknowledged and not yet taken.</summary>
    public IReadOnlyList<string> OpenUploads => [.. _acknowledged.Select(answer => answer.Upload)];

    /// <summary>Names of the reports that are acknowledged and not yet taken.</summary>
    public IReadOnlyList<string> OpenReports => [.. _acknowledged.Select(answer => answer.Report)];

    /// <summary>Forgets the open ones: they were counted.</summary>
    public void Close()
    {
        Acknowledged += _acknowledged.Count;
        _acknowledged.Clear();
    }

    /// <summary>So many at once, on both hosts.</summary>
    public Task BurstAsync(string name, int count) => Task.WhenAll(Enumerable.Range(0, count).Select(number =>
        UploadAsync(servers.Hosts[number % servers.Hosts.Length], $"{name}-{number:000}.csv")));

    public async Task UploadAsync(ChaosHost host, string name)
    {
        try
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(_cohort), "data", name } };
            using var answer = await servers.PostAsync(host, $"cargadatos?bucketName={Ies}&nameFile={name}", form);
            if (answer.IsSuccessStatusCode)
            {
                // A name that is taken, or seems so, gets the time: the answer says which report to wait for.
                using var text = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
                _acknowledged.Enqueue((Text(text, "name"), Text(text, "report")));
                return;
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
        {
            // Its host was killed, or too slow: nothing was promised.
        }

        Interlocked.Increment(ref _refused);
    }

    private static string Text(JsonDocument answer, string name) => answer.RootElement.GetProperty(name).GetString()!;
}
