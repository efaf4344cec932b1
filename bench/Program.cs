using Antivirus.Bench;
using Antivirus.Model.Reports;
using BenchmarkDotNet.Running;

switch (args)
{
    case ["sagemaker", .. var rest]:
        return await SageMakerBench.RunAsync(rest);
    case ["compare", .. var rest]:
        return await CompareBench.RunAsync(rest);
    case ["load", .. var rest]:
        return await LoadBench.RunAsync(rest);
    case ["pass", .. var rest]:
        return await PassBench.RunAsync(rest);
    case ["score", var model, var cohort, var report, var columns]:
        return await WholeFile.ScoreAsync(model, cohort, report, Enum.Parse<ReportColumns>(columns, ignoreCase: true));
    case ["engine", var model, var cohort, var report]:
        return WholeFile.ScoreByEngine(model, cohort, report);
    case ["transform", var model, var cohort, var report]:
        return WholeFile.ScoreByTransform(model, cohort, report);
    case ["make", var folder, var students]:
        BenchModel.Train(Path.Combine(folder, "model"), trees: 100, leaves: 20);
        BenchModel.WriteCohort(Path.Combine(folder, "cohort.csv"), int.Parse(students, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(BenchModel).Assembly).Run(args);
        return 0;
}
