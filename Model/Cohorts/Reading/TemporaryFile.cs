namespace Antivirus.Model.Cohorts.Reading;

/// <summary>A file on disk that only this user can read, and that is gone when it is closed or the process ends.</summary>
internal static class TemporaryFile
{
    /// <param name="extension">Without the dot.</param>
    public static FileStream Open(string extension)
    {
        var path = Path.Combine(Path.GetTempPath(), $"antivirus-{Guid.NewGuid():N}.{extension}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // The open file lives on without its name: a killed process leaves nothing behind.
            File.Delete(path);
        }

        return file;
    }
}
