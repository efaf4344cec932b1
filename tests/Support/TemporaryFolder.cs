namespace Antivirus.Support;

/// <summary>A folder of a test's own, gone when the test is over.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("antivirus-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Copies the files of another folder into one of this.</summary>
    /// <returns>Where they are now.</returns>
    public string Copy(string folder, string name)
    {
        Directory.CreateDirectory(File(name));
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            System.IO.File.Copy(file, System.IO.Path.Combine(File(name), System.IO.Path.GetFileName(file)));
        }

        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
