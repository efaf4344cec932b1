using System.Diagnostics;
using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Storage;
using Antivirus.Storage.Runs;
using Antivirus.Support;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Bench;

/// <summary>
/// A cohort through Azurite in memory: download, score and upload as CreatePredictions does it, against download and upload of the same
/// bytes alone; and the peak memory of a process that does it once.
/// </summary>
public static class StorageBench
{
    private const int Runs = 5;
    private const string Once = "once";

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [Once, var connection, var model, var name])
        {
            await ScoreAsync(new BlobServiceClient(connection), new LocalRiskScorer(RiskModel.Load(model)), name, ReportColumns.Original);
            return 0;
        }

        using var folder = new BenchFolder();
        await using var azurite = new AzuriteServer();
        await azurite.StartAsync();
        var storage = new BlobServiceClient(azurite.ConnectionString);
        await storage.GetBlobContainerClient("uploads").CreateAsync();
        await storage.GetBlobContainerClient("reports").CreateAsync();
        await CompareAsync(storage, folder, args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000);
        foreach (var students in (int[])[1_000_000, 5_000_000])
        {
            await UploadAsync(storage, folder, students);
            var measured = await MeasuredProcess.RunAsync(Environment.ProcessPath!, "storage", Once, azurite.ConnectionString, folder.Model,
                Name(students));
            Console.WriteLine(FormattableString.Invariant($"one process, {students} students: peak {measured?.PeakMebibytes:F0} MiB"));
        }

        return 0;
    }

    private static async Task CompareAsync(BlobServiceClient storage, BenchFolder folder, int students)
    {
        var scorer = new LocalRiskScorer(RiskModel.Load(folder.Model));
        await UploadAsync(storage, folder, students);
        await ScoreAsync(storage, scorer, Name(students), ReportColumns.Original);
        var report = (await storage.GetBlobContainerClient("reports").GetBlobClient(CohortOf(Name(students)).ReportName)
            .DownloadContentAsync()).Value.Content.ToArray();
        List<(string Name, Func<Task> RunAsync)> ways =
        [
            ("download and upload alone", () => TransferAsync(storage, Name(students), report)),
            ("download, score, upload", () => ScoreAsync(storage, scorer, Name(students), ReportColumns.Original)),
            ("download, score with reasons, upload", () => ScoreAsync(storage, scorer, Name(students), ReportColumns.Full)),
        ];
        var seconds = ways.ConvertAll(_ => new List<double>());
        for (var run = 0; run <= Runs; run++)
        {
            for (var way = 0; way < ways.Count; way++)
            {
                var watch = Stopwatch.StartNew();
                await ways[way].RunAsync();
                if (run > 0)
                {
                    seconds[way].Add(watch.Elapsed.TotalSeconds);
                }
            }
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{students} students through Azurite in memory, medians of {Runs} alternating runs; {BenchFolder.Machine}"));
        Console.WriteLine();
        Console.WriteLine("| in process, model loaded | seconds | times the bare transfer |");
        Console.WriteLine("|---|---:|---:|");
        for (var way = 0; way < ways.Count; way++)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"| {ways[way].Name} | {Median(seconds[way]):F3} | {Median(seconds[way]) / Median(seconds[0]):F2} |"));
        }
    }

    private static async Task UploadAsync(BlobServiceClient storage, BenchFolder folder, int students)
    {
        var path = folder.WriteCohort(students);
        await storage.GetBlobContainerClient("uploads").GetBlobClient(Name(students)).UploadAsync(path, overwrite: true);
        File.Delete(path);
    }

    /// <summary>Reads the cohort to its end and, after that, writes the same report's bytes, both as the app does it.</summary>
    private static async Task TransferAsync(BlobServiceClient storage, string name, byte[] report)
    {
        await using (var download = await OpenAsync(storage, name))
        {
            await download.CopyToAsync(Stream.Null);
        }

        await using var upload = new BlockBlobWriter(storage.GetBlobContainerClient("reports").GetBlockBlobClient("transfer.csv"));
        await upload.WriteAsync(report);
        await upload.CommitAsync(new CommitBlockListOptions(), CancellationToken.None);
    }

    private static async Task ScoreAsync(BlobServiceClient storage, LocalRiskScorer scorer, string name, ReportColumns columns)
    {
        var reports = storage.GetBlobContainerClient("reports");
        var cohort = CohortOf(name);
        await reports.GetBlobClient(cohort.ReportName).DeleteIfExistsAsync();
        await using var output = await RunOutput.OpenAsync(reports, cohort, isNew: true, CancellationToken.None);
        await using (var download = await OpenAsync(storage, name))
        {
            await new ScoreCohort(scorer, new ReportOptions { Columns = columns })
                .RunAsync(download, output.ToCohortOutputs(), CancellationToken.None);
        }

        await output.CommitAsync(CancellationToken.None);
    }

    private static async Task<Stream> OpenAsync(BlobServiceClient storage, string name) =>
        (await storage.GetBlobContainerClient("uploads").GetBlobClient(name).DownloadStreamingAsync()).Value.Content;

    private static CohortId CohortOf(string name) =>
        CohortId.TryParseUpload(name, out var cohort) ? cohort
            : throw new ArgumentException($"{name} is not the name of an upload.", nameof(name));

    private static double Median(List<double> seconds) => seconds.Order().ElementAt(seconds.Count / 2);

    private static string Name(int students) => $"bench/{students.ToString(CultureInfo.InvariantCulture)}.csv";
}
