using System.Diagnostics;
using System.Globalization;
using Antivirus.Model.Models;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using CsvHelper;

namespace Antivirus.Bench;

/// <summary>
/// Read, score and write in one process with the model loaded, against a bare loop that parses the integers and writes the rows
/// without scoring: once by hand over bytes, once on the same CSV parser; and the bytes allocated per row.
/// </summary>
public static class PassBench
{
    private const int Runs = 5;

    public static async Task<int> RunAsync(string[] args)
    {
        var students = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        using var folder = new BenchFolder();
        var model = RiskModel.Load(folder.Model);
        await MeasureAsync(new LocalRiskScorer(model), await File.ReadAllBytesAsync(folder.WriteCohort(students)), students);
        MeasureReasons(model);
        return 0;
    }

    private static async Task MeasureAsync(LocalRiskScorer scorer, byte[] cohort, int students)
    {
        List<(string Name, Func<Task> Run)> ways =
        [
            ("read + score + write, two columns", () => ScoreAsync(scorer, cohort, ReportColumns.Original)),
            ("read + score + reasons + write", () => ScoreAsync(scorer, cohort, ReportColumns.Full)),
            ("bare loop by hand, no scoring", () => Task.FromResult(BareLoop(cohort, new byte[cohort.Length]))),
            ("bare loop on CsvHelper's parser, no scoring", () => Task.FromResult(ParserLoop(cohort, new byte[cohort.Length]))),
        ];
        var seconds = ways.ConvertAll(_ => new List<double>());
        for (var run = 0; run <= Runs; run++)
        {
            for (var way = 0; way < ways.Count; way++)
            {
                var watch = Stopwatch.StartNew();
                await ways[way].Run();
                seconds[way].Add(run == 0 ? double.MaxValue : watch.Elapsed.TotalSeconds);
            }
        }

        string[] steady = [await AllocateAsync(scorer, cohort, students, ReportColumns.Original),
            await AllocateAsync(scorer, cohort, students, ReportColumns.Full), "", ""];
        Console.WriteLine("| in process, model loaded | seconds | million rows/s | bytes allocated per row, steady state |");
        Console.WriteLine("|---|---:|---:|---:|");
        for (var way = 0; way < ways.Count; way++)
        {
            var median = seconds[way].Order().ElementAt(Runs / 2);
            Console.WriteLine(
                FormattableString.Invariant($"| {ways[way].Name} | {median:F3} | {students / median / 1e6:F2} | {steady[way]} |"));
        }
    }

    /// <summary>What a whole pass allocates beyond a pass over the first half: the buffers that each run begins with cancel out.</summary>
    private static async Task<string> AllocateAsync(LocalRiskScorer scorer, byte[] cohort, int students, ReportColumns columns)
    {
        var half = cohort[..(cohort.AsSpan(0, cohort.Length / 2).LastIndexOf((byte)'\n') + 1)];
        var start = GC.GetTotalAllocatedBytes(precise: true);
        await ScoreAsync(scorer, half, columns);
        var middle = GC.GetTotalAllocatedBytes(precise: true);
        await ScoreAsync(scorer, cohort, columns);
        var end = GC.GetTotalAllocatedBytes(precise: true);
        return ((double)(end - middle - (middle - start)) / (students / 2)).ToString("F3", CultureInfo.InvariantCulture);
    }

    private static void MeasureReasons(RiskModel model)
    {
        const int rows = 100_000;
        var explainer = new LocalRiskScorer(model).Explainer!;
        var random = new Random(4);
        var cells = Enumerable.Range(0, rows).SelectMany(_ => BenchModel.MakeRow(random)).ToArray();
        var contributions = new double[cells.Length];
        var half = rows / 2 * BenchModel.Features;
        foreach (var (name, threads) in new[] { ("first pass, 2 threads", 2), ("1 thread", 1), ("2 threads", 2) })
        {
            var watch = Stopwatch.StartNew();
            if (threads == 1)
            {
                explainer.ExplainMany(cells, contributions);
            }
            else
            {
                Parallel.Invoke(
                    () => explainer.ExplainMany(cells.AsSpan(0, half), contributions.AsSpan(0, half)),
                    () => explainer.ExplainMany(cells.AsSpan(half), contributions.AsSpan(half)));
            }

            Console.WriteLine(FormattableString.Invariant($"exact reasons, {name}: {rows / watch.Elapsed.TotalSeconds:F0} rows/s"));
        }
    }

    private static async Task ScoreAsync(LocalRiskScorer scorer, byte[] cohort, ReportColumns columns)
    {
        using var input = new MemoryStream(cohort);
        using var output = new DiscardingStream();
        var outputs = new CohortOutputs(_ => ValueTask.FromResult<Stream>(output), _ =>
            throw new InvalidOperationException("A row was rejected."));
        await new ScoreCohort(scorer, new ReportOptions { Columns = columns }).RunAsync(input, outputs, CancellationToken.None);
    }

    /// <summary>Sums the integers of each row and writes id and label: what no reader can go below, without any check.</summary>
    private static int BareLoop(ReadOnlySpan<byte> cohort, Span<byte> report)
    {
        var (at, written) = (0, 0);
        while (at < cohort.Length)
        {
            var id = cohort[at..].IndexOf((byte)',');
            cohort.Slice(at, id).CopyTo(report[written..]);
            written += id;
            at += id + 1;
            var (sum, cell) = (0, 0);
            for (; cohort[at] != '\n'; at++)
            {
                cell = cohort[at] == ',' ? 0 : (cell * 10) + cohort[at] - '0';
                sum += cell;
            }

            at++;
            written += Label(sum, report[written..]);
        }

        return written;
    }

    private static int ParserLoop(byte[] cohort, Span<byte> report)
    {
        using var reader = CsvReader.Create(cohort, new CsvReaderOptions { Separator = ',', HasHeader = false });
        var written = 0;
        while (reader.Read())
        {
            var sum = 0;
            for (var column = 1; column <= BenchModel.Features; column++)
            {
                foreach (var digit in reader.GetSpan(column))
                {
                    sum += digit - '0';
                }
            }

            var id = reader.GetSpan(0);
            id.CopyTo(report[written..]);
            written += id.Length + Label(sum, report[(written + id.Length)..]);
        }

        return written;
    }

    private static int Label(int sum, Span<byte> report)
    {
        var label = (sum & 1) == 0 ? ",En riesgo\r\n"u8 : ",No riesgo\r\n"u8;
        label.CopyTo(report);
        return label.Length;
    }
}
