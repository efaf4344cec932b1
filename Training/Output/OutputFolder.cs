namespace Antivirus.Training.Output;

/// <summary>What can be wrong with the place that a result goes to.</summary>
internal static class OutputFolder
{
    private const int DiskFullOnUnix = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    /// <summary>Writes a trial file into the folder and beside it: better told now than after minutes of training.</summary>
    /// <exception cref="TrainingException">The path is that of a file.</exception>
    /// <exception cref="IOException">It cannot be written to.</exception>
    public static void CheckWritable(string folder)
    {
        if (File.Exists(folder))
        {
            throw new TrainingException($"{folder} is a file, and --out names a folder.");
        }

        var name = $"{Guid.NewGuid():N}.tmp";
        var beside = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))}.{name}";
        Directory.CreateDirectory(beside);
        Directory.Delete(beside);
        if (Directory.Exists(folder))
        {
            var within = Path.Combine(folder, name);
            File.WriteAllBytes(within, []);
            File.Delete(within);
        }
    }

    /// <summary>What to do about a failed write.</summary>
    public static string Advice(Exception failure) => failure.HResult is DiskFullOnUnix or DiskFullOnWindows
        ? "The disk is full: free some space and try again. What was there before is unchanged."
        : "Can this path be written to? Choose another one, or change its permissions. What was there before is unchanged.";
}
