namespace Antivirus.Support;

/// <summary>What fails for a time and comes back while both hosts go on; each time with one burst before, or one amid it.</summary>
internal sealed class ChaosOutages(ChaosPlan plan, ChaosServers servers, ChaosUploads uploads)
{
    private static readonly string[] Containers = ["cargadatosies", ChaosCount.Reports, "antivirus-estado"];

    /// <param name="number">From 0; the kinds take turns.</param>
    public Task RunAsync(int number) => (number % 4) switch
    {
        0 => KillAzuriteAsync($"azurite-{number:00}"),
        1 => DeleteContainerAsync(Containers[number / 4 % Containers.Length], $"borrado-{number:00}"),
        2 => RefuseLoginAsync($"clave-{number:00}"),
        _ => FillDiskAsync($"lleno-{number:00}"),
    };

    /// <summary>Killed when it has on its disk what was acknowledged: what it confirms it may lose for some seconds, as its makers
    /// say.</summary>
    private async Task KillAzuriteAsync(string name)
    {
        await uploads.BurstAsync(name, plan.Burst);
        await plan.HoldsAsync(() => Task.FromResult(AzuriteDisk.Holds(servers.Azurite.Folder!, uploads.OpenUploads)));
        await servers.Azurite.StopAsync();
        await WaitUntilUnhealthyAsync();
        await servers.Azurite.StartAsync();
    }

    /// <summary>All has settled before, so nothing that was promised is in it.</summary>
    private async Task DeleteContainerAsync(string container, string name)
    {
        await servers.Container(container).DeleteAsync();
        await plan.HoldsAsync(async () => await servers.Container(container).ExistsAsync());
        await uploads.BurstAsync(name, plan.Burst);
    }

    private async Task RefuseLoginAsync(string name)
    {
        servers.Mail.Misbehave(new SmtpFaults { RefuseLogin = true });
        await uploads.BurstAsync(name, plan.Burst);
        await WaitUntilUnhealthyAsync();
        servers.Mail.Misbehave(new SmtpFaults());
    }

    private async Task FillDiskAsync(string name)
    {
        await uploads.BurstAsync(name, plan.Burst);
        servers.Storage.IsFull = true;
        await uploads.BurstAsync($"{name}-otra", plan.Burst);
        await WaitUntilUnhealthyAsync();
        servers.Storage.IsFull = false;
    }

    private async Task WaitUntilUnhealthyAsync()
    {
        foreach (var host in servers.Hosts)
        {
            await plan.HoldsAsync(() => servers.IsUnhealthyAsync(host));
        }
    }
}
