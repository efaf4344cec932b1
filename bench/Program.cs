using Antivirus.Bench;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

switch (args)
{
    case ["sagemaker", .. var rest]:
        return await SageMakerBench.RunAsync(rest);
    case ["compare", .. var rest]:
        return await CompareBench.RunAsync(rest);
    case ["memory", .. var rest]:
        return await MemoryBench.RunAsync(rest);
    case ["storage", .. var rest]:
        return await StorageBench.RunAsync(rest);
    case ["load", .. var rest]:
        return await LoadBench.RunAsync(rest);
    case ["chaos", .. var rest]:
        return await ChaosBench.RunAsync(rest);
    case ["pass", .. var rest]:
        return await PassBench.RunAsync(rest);
    case ["engine", var model, var cohort, var report]:
        return WholeFile.ScoreByEngine(model, cohort, report);
    case ["transform", var model, var cohort, var report]:
        return WholeFile.ScoreByTransform(model, cohort, report);
    default:
        // In this process: a project of its own would have to bear the name of the assembly.
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkSwitcher.FromAssembly(typeof(BenchModel).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
        return 0;
}
