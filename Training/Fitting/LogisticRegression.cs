using Antivirus.Model.Evaluation;
using Antivirus.Model.Models;
using Antivirus.Training.Data;
using Antivirus.Training.Evaluation;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Antivirus.Training.Fitting;

/// <summary>ML.NET's logistic regression (L-BFGS) on one thread, with an L2 penalty alone.</summary>
internal static class LogisticRegression
{
    private const int SearchFolds = 4;
    private const int SmallSet = 1000;
    private const string LabelColumn = nameof(LinearRow.Label);

    // Penalties on the sum over the rows, half a decade apart; one over C of other libraries.
    private static readonly float[] Penalties = [1, 3, 10, 30, 100, 300];

    /// <summary>The regression as terms of the features; its sum is a logit.</summary>
    public static LinearPart Fit(TrainingSet set, IReadOnlyList<int> students, float penalty)
    {
        var encoder = new LinearEncoder(set, students);
        var context = new MLContext(0);
        var schema = SchemaDefinition.Create(typeof(LinearRow));
        schema[nameof(LinearRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, encoder.Width);
        var rows = students.Select(student =>
            new LinearRow { Features = encoder.Encode(set.Features[student]), Label = set.AtRisk[student] }).ToList();
        var options = new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = LabelColumn,
            L1Regularization = 0,
            L2Regularization = penalty,
            OptimizationTolerance = 1e-6f,
            MaximumNumberOfIterations = 500,
            NumberOfThreads = 1,
            DenseOptimizer = true,
        };
        var trained = context.BinaryClassification.Trainers.LbfgsLogisticRegression(options)
            .Fit(context.Data.LoadFromEnumerable(rows, schema));
        var linear = ((CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>)trained.Model).SubModel;
        return encoder.ToPart(linear.Weights, linear.Bias);
    }

    /// <summary>The penalty with the least out-of-fold log loss, on folds other than those of the evaluation.</summary>
    public static float ChoosePenalty(TrainingSet set, int seed, CancellationToken cancellationToken)
    {
        var repeats = set.Count < SmallSet ? 4 : 1;
        var drawn = Enumerable.Range(0, repeats).Select(repeat => Folds.Draw(set, SearchFolds, seed + RandomSearch.SeedDistance + repeat))
            .ToArray();
        var losses = new double[Penalties.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, Penalties.Length, options, index => losses[index] = drawn.Average(folds => LogLoss(set, folds, Penalties[index])));
        return Penalties[Array.IndexOf(losses, losses.Min())];
    }

    private static double LogLoss(TrainingSet set, int[] folds, float penalty)
    {
        var scores = new double[set.Count];
        for (var fold = 0; fold < SearchFolds; fold++)
        {
            var part = Fit(set, [.. Enumerable.Range(0, set.Count).Where(index => folds[index] != fold)], penalty);
            foreach (var index in Enumerable.Range(0, set.Count).Where(index => folds[index] == fold))
            {
                scores[index] = 1 / (1 + Math.Exp(-part.Sum(set.Features[index])));
            }
        }

        return ScoreMetrics.LogLoss(scores, set.AtRisk);
    }

    /// <summary>A student as the regression reads it.</summary>
    private sealed class LinearRow
    {
        public VBuffer<float> Features { get; set; }

        public bool Label { get; set; }
    }
}
