using System.Buffers;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models;
using Antivirus.Model.Models.TreeShap;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Support;
using BenchmarkDotNet.Attributes;

namespace Antivirus.Bench;

/// <summary>Reader and writer alone, over a cohort in memory; times are for all its students.</summary>
[MemoryDiagnoser]
public class PartBenchmarks
{
    private const int Students = 100_000;
    private readonly ArrayBufferWriter<byte> _output = new(4 * 1024 * 1024);
    private readonly StudentBatch _batch = new(8192, BenchModel.Features);
    private readonly double[] _scores = new double[8192];
    private readonly ReportWriter _writer = new(new ReportOptions(), reasonsOf: null);
    private byte[] _cohort = [];

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var path = Path.GetTempFileName();
        BenchModel.WriteCohort(path, Students);
        _cohort = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        await using var reader = await OpenAsync();
        await reader.ReadAsync(_batch, [], CancellationToken.None);
    }

    [Benchmark(OperationsPerInvoke = Students)]
    public async Task<long> Reader()
    {
        await using var reader = await OpenAsync();
        var batch = new StudentBatch(8192, BenchModel.Features);
        while (await reader.ReadAsync(batch, [], CancellationToken.None))
        {
        }

        return reader.RowsRead;
    }

    [Benchmark(OperationsPerInvoke = 8192)]
    public int Writer()
    {
        _output.ResetWrittenCount();
        return _writer.WriteBatch(_output, _batch, _scores, new RiskThreshold(0.5));
    }

    private Task<CohortReader> OpenAsync() =>
        CohortReader.OpenAsync(new MemoryStream(_cohort), StudentPerformance.Schema, ReportLanguage.Spanish, CancellationToken.None);
}

/// <summary>The trees alone, by number, leaves and batch; times are for one student.</summary>
public class EnsembleBenchmarks
{
    private const int MaxRows = 4096;
    private readonly double[] _scores = new double[MaxRows];
    private readonly double[] _contributions = new double[MaxRows * BenchModel.Features];
    private TreeEnsemble _trees = null!;
    private TreeShapExplainer _explainer = null!;
    private float[] _rows = [];

    [Params(100, 500)]
    public int Trees { get; set; }

    [Params(8, 20)]
    public int Leaves { get; set; }

    [Params(64, MaxRows)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var folder = Directory.CreateTempSubdirectory("antivirus-bench-");
        var model = RiskModel.Load(BenchModel.Train(folder.FullName, Trees, Leaves));
        folder.Delete(recursive: true);
        var random = new Random(4);
        _trees = model.Trees;
        _explainer = new LocalRiskScorer(model).Explainer!;
        _rows = [.. Enumerable.Range(0, MaxRows).SelectMany(_ => BenchModel.MakeRow(random))];
    }

    [Benchmark(OperationsPerInvoke = MaxRows)]
    public void Score()
    {
        for (var start = 0; start < MaxRows; start += Batch)
        {
            _trees.Score(_rows.AsSpan(start * BenchModel.Features, Batch * BenchModel.Features), _scores);
        }
    }

    [Benchmark(OperationsPerInvoke = MaxRows)]
    public void Explain()
    {
        for (var start = 0; start < MaxRows; start += Batch)
        {
            _explainer.ExplainMany(_rows.AsSpan(start * BenchModel.Features, Batch * BenchModel.Features), _contributions);
        }
    }
}
