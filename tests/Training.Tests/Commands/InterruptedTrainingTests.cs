using System.Diagnostics;
using System.Security.Cryptography;
using Antivirus.Model.Models;
using Antivirus.Support;
using Antivirus.Training.Data;
using Antivirus.Training.Fitting;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Tests.Commands;

/// <summary>Whatever ends a training early, the artefact from before stays whole.</summary>
public sealed class InterruptedTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("datos.csv");

    private string Artefact => _folder.File("modelo");

    private static string Shipped => RepositoryFolder.File("Model", "Artefacts", "student-performance");

    [Fact]
    public async Task Ctrl_C_during_the_search_trains_with_the_best_so_far()
    {
        // Arrange
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Ctrl+C is sent with kill.");
        await SynthAsync();
        using var training = TrainingProcess.Start("train", "--data", Data, "--model", "student-performance", "--out", Artefact, "--trials",
            "100000");

        // Act
        await ReadUntilAsync(training, "trial 2 of 100001");
        using (var interrupt = Process.Start("kill", ["-INT", $"{training.Id}"]))
        {
            await interrupt.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var errors = training.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await training.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await training.WaitForExitAsync(TestContext.Current.CancellationToken);

        // Assert
        Assert.True(training.ExitCode == 0, await errors);
        Assert.Contains("trained on", output, StringComparison.Ordinal);
        Assert.Equal(300, RiskModel.Load(Artefact).Artefact.Training.RowsRead);
    }

    [Fact]
    public async Task A_killed_training_leaves_the_old_artefact_whole()
    {
        // Arrange
        await SynthAsync();
        _folder.Copy(Shipped, "modelo");
        var before = Hashes(Artefact);
        using var training = TrainingProcess.Start("train", "--data", Data, "--model", "student-performance", "--out", Artefact, "--trials",
            "100000", "--force");

        // Act
        await ReadUntilAsync(training, "trial 2 of 100001");
        training.Kill();
        await training.WaitForExitAsync(TestContext.Current.CancellationToken);

        // Assert
        Assert.Equal(before, Hashes(Artefact));
        Assert.Equal([Artefact], Directory.GetDirectories(_folder.Path));
    }

    [Fact]
    public async Task A_search_stopped_before_its_first_trial_has_nothing_to_keep()
    {
        var set = await ReadAsync();
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        Assert.Throws<OperationCanceledException>(() =>
            RandomSearch.Run(set, ProfileFile.Load("student-performance"), 5, 1, (_, _) => { }, stopped.Token));
    }

    [Fact]
    public async Task A_full_disk_is_named_and_the_old_artefact_stays_whole()
    {
        // Arrange: the old artefact fits, a second one beside it does not.
        await SynthAsync();
        var disk = Directory.CreateDirectory(_folder.File("disco")).FullName;
        var size = Directory.GetFiles(Shipped).Sum(file => ((new FileInfo(file).Length / 4096) + 1) * 4096);

        // Act
        var (exitCode, files, errors) = await TrainingProcess.RunOnDiskAsync(
            disk, $"size={size + 16384}", Shipped, "train", "--data", Data, "--model", "student-performance", "--out",
                Path.Combine(disk, "modelo"), "--force");

        // Assert
        Assert.True(exitCode == 1, errors);
        Assert.Contains("The disk is full", errors, StringComparison.Ordinal);
        Assert.Equal(Hashes(Shipped), files.Select(line => line.Replace("./modelo/", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task When_one_file_cannot_take_its_place_all_old_ones_come_back()
    {
        // Arrange: a folder stands where the trees belong.
        await SynthAsync();
        _folder.Copy(Shipped, "modelo");
        File.Delete(Path.Combine(Artefact, "trees.bin"));
        Directory.CreateDirectory(Path.Combine(Artefact, "trees.bin"));
        var before = Hashes(Artefact);

        // Act
        var (exitCode, _, errors) =
            await Training.RunAsync("train", "--data", Data, "--model", "student-performance", "--out", Artefact, "--force");

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("What was there before is unchanged", errors, StringComparison.Ordinal);
        Assert.Equal(before, Hashes(Artefact));
        Assert.Equal([Artefact], Directory.GetDirectories(_folder.Path));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_named_before_anything_is_trained()
    {
        // Arrange
        await SynthAsync();
        var disk = Directory.CreateDirectory(_folder.File("disco")).FullName;

        // Act
        var (exitCode, files, errors) = await TrainingProcess.RunOnDiskAsync(
            disk, "ro", Shipped, "train", "--data", Data, "--model", "student-performance", "--out", Path.Combine(disk, "modelo"),
                "--trials", "100000");

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("Can this path be written to?", errors, StringComparison.Ordinal);
        Assert.Contains("modelo", errors, StringComparison.Ordinal);
        Assert.Equal(Hashes(Shipped), files.Select(line => line.Replace("./modelo/", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("explore", "--data", "{data}", "--model", "student-performance", "--out", "{nowhere}")]
    [InlineData("synth", "--out", "{nowhere}")]
    [InlineData("encode", "--data", "{data}", "--out", "{nowhere}")]
    [InlineData("profile", "init", "--data", "{data}", "--out", "{nowhere}")]
    public async Task A_result_that_has_no_folder_to_go_to_is_told_so(params string[] args)
    {
        await SynthAsync();

        var (exitCode, _, errors) = await Training.RunAsync([.. args.Select(arg => arg.Replace("{data}", Data, StringComparison.Ordinal)
            .Replace("{nowhere}", _folder.File("nowhere/file"), StringComparison.Ordinal))]);

        Assert.Equal(1, exitCode);
        Assert.Contains("nowhere", errors, StringComparison.Ordinal);
        Assert.Contains("Can this path be written to?", errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task SynthAsync() =>
        Assert.Equal(0, (await Training.RunAsync("synth", "--labelled", "--rows", "300", "--seed", "3", "--out", Data)).ExitCode);

    private async Task<TrainingSet> ReadAsync()
    {
        await SynthAsync();
        return await TrainingSetReader.ReadForTrainingAsync(Data, ProfileFile.Load("student-performance"), sheet: null,
            TestContext.Current.CancellationToken);
    }

    private static async Task ReadUntilAsync(Process process, string start)
    {
        var seen = new List<string>();
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            seen.Add(line);
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail(string.Join('\n', seen));
    }

    /// <summary>As sha256sum prints them.</summary>
    private static string[] Hashes(string folder) =>
        [.. Directory.GetFiles(folder).OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {Path.GetFileName(file)}")];
}
