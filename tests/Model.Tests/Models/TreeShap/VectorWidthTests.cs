using System.Buffers;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Models.TreeShap;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Models.TreeShap;

/// <summary>The tests of the explainer again, in a process that may use fewer instructions of the processor.</summary>
public sealed class VectorWidthTests
{
    private const string FingerprintFile = "ANTIVIRUS_FINGERPRINT_FILE";

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Contributions_and_reports_are_the_same_bytes_at_every_vector_width(string setting)
    {
        // Arrange
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "fingerprint");
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "Antivirus.Model.Tests" + (OperatingSystem.IsWindows() ? ".exe" : "")),
            [
                "-method", $"*.{nameof(TreeShapExplainerTests)}.*",
                "-method", $"*.{nameof(The_fingerprint_is_that_of_the_process_that_asks)}",
            ])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[setting] = "0";
        start.Environment[FingerprintFile] = file;

        // Act
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        // Assert
        Assert.True(process.ExitCode == 0, output);
        var words = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Split(' ');
        Assert.Equal(Fingerprint(), words[0]);
        Assert.True(setting != "DOTNET_EnableHWIntrinsic" || words[1] == "False", "The setting did not reach the process.");
    }

    [Fact]
    public async Task The_fingerprint_is_that_of_the_process_that_asks()
    {
        // Act
        var fingerprint = Fingerprint();

        // Assert
        Assert.Equal(Fingerprint(), fingerprint);
        if (Environment.GetEnvironmentVariable(FingerprintFile) is { } file)
        {
            await File.WriteAllTextAsync(file, $"{fingerprint} {Vector.IsHardwareAccelerated}", TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Hash of the contributions of several kinds of trees and of a report.</summary>
    private static string Fingerprint()
    {
        var random = new Random(23);
        TreeEnsemble[] ensembles =
            [RandomTrees.Grow(random, 18, 40, 30), RandomTrees.Grow(random, 18, 3, 400), RandomTrees.GrowStumps(random, 18, 700)];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var ensemble in ensembles)
        {
            var rows = Enumerable.Range(0, 100 * 18).Select(_ => random.Next(20) == 0 ? float.NaN : random.Next(300)).ToArray();
            var contributions = new double[rows.Length];
            new TreeShapExplainer(ensemble).ExplainMany(rows, contributions);
            hash.AppendData(MemoryMarshal.AsBytes(contributions.AsSpan()));

            // Where some leaves have no table, they are the same ones.
            new BlockExplainer(ensemble, maxTableBytes: 20_000).Explain(rows, contributions);
            hash.AppendData(MemoryMarshal.AsBytes(contributions.AsSpan()));
        }

        hash.AppendData(WriteReport(random));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>The report of made-up students by a shipped model.</summary>
    private static ReadOnlySpan<byte> WriteReport(Random random)
    {
        var model = RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance"));
        var schema = model.Artefact.Schema;
        var batch = new StudentBatch(500, schema.Features.Count);
        var scores = new double[batch.Capacity];
        while (batch.Count < batch.Capacity)
        {
            foreach (ref var cell in batch.NextRow())
            {
                cell = random.Next(6);
            }

            batch.Add(Encoding.UTF8.GetBytes($"EST{batch.Count}"));
        }

        model.Trees.Score(batch.Features.Span, scores);
        var reasons = new StudentReasons(batch.Capacity, batch.FeatureCount);
        reasons.Find(new TreeShapExplainer(model.Trees), new ReasonRules(schema), batch, scores, new RiskThreshold(0.2));
        var output = new ArrayBufferWriter<byte>();
        new ReportWriter(new ReportOptions(), schema).WriteBatch(output, batch, scores, new RiskThreshold(0.2), reasons);
        return output.WrittenSpan;
    }
}
