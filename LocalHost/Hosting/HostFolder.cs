namespace Antivirus.LocalHost.Hosting;

/// <summary>Where <c>local.settings.json</c> is looked for and <c>.azurite</c> is kept: the nearest folder upwards with a
/// <c>host.json</c>.</summary>
internal sealed record HostFolder(string Path)
{
    public static HostFolder Find(string workingFolder)
    {
        for (var folder = new DirectoryInfo(workingFolder); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "host.json")))
            {
                return new HostFolder(folder.FullName);
            }
        }

        return new HostFolder(workingFolder);
    }

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);
}
