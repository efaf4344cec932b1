using Antivirus.Support;
using Antivirus.Training.Tests;

[assembly: AssemblyFixture(typeof(NotebookTrainings))]

namespace Antivirus.Training.Tests;

/// <summary>The shipped profile, trained twice alike on the notebook's data: once for all tests that only read what came of it.</summary>
public sealed class NotebookTrainings : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<(string First, string Second)>> _artefacts;

    public NotebookTrainings() => _artefacts = new(async () => (await TrainAsync("a"), await TrainAsync("b")));

    /// <summary>The folders of both artefacts.</summary>
    public Task<(string First, string Second)> ArtefactsAsync() => _artefacts.Value;

    public void Dispose() => _folder.Dispose();

    private async Task<string> TrainAsync(string name)
    {
        var (exitCode, _, errors) = await Training.RunAsync(
            "train", "--data", RepositoryFolder.StudentData, "--model", "student-performance", "--out", _folder.File(name));
        Assert.True(exitCode == 0, errors);
        return _folder.File(name);
    }
}
