using Antivirus.Model.Models;
using Antivirus.Training.Data;
using Antivirus.Training.Profiles;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Antivirus.Training.Fitting;

/// <summary>A trained FastTree with what is needed to store it.</summary>
internal sealed record FittedTrees(MLContext Context, ITransformer Model, DataViewSchema Schema, PlattCalibration Calibration)
{
    /// <summary>Raw sums of the trees, before any calibration.</summary>
    public double[] RawScores(IEnumerable<float[]> rows, int featureCount) =>
        [.. Model.Transform(FastTree.View(Context, rows.Select(row => new TrainingRow { Features = row }), featureCount))
            .GetColumn<float>("Score").Select(score => (double)score)];
}

/// <summary>Trains ML.NET's FastTree on one thread with a seed, so that the same data gives the same trees.</summary>
internal static class FastTree
{
    /// <summary>
    /// FastTree leaves out training rows with a missing value, and sends missing values right when it scores.
    /// A value beyond all others goes right too: with it the rows are kept, and training sees what scoring does.
    /// </summary>
    private const float MissingInTraining = 1e30f;

    public static FittedTrees Fit(TrainingSet set, IEnumerable<int> students, FastTreeSettings settings, int seed)
    {
        var context = new MLContext(seed);
        var rows = students.Select(index => new TrainingRow
        {
            Features = [.. set.Features[index].Select(value => float.IsNaN(value) ? MissingInTraining : value)],
            Label = set.AtRisk[index],
        }).ToList();
        var view = View(context, rows, set.Schema.Features.Count);
        var options = new FastTreeBinaryTrainer.Options
        {
            NumberOfTrees = settings.Trees,
            NumberOfLeaves = settings.Leaves,
            LearningRate = settings.LearningRate,
            MinimumExampleCountPerLeaf = settings.MinimumLeafRows,
            FeatureFraction = settings.FeatureFraction,
            BaggingExampleFraction = settings.BaggingFraction,
            BaggingSize = settings.BaggingFraction < 1 ? 1 : 0,
            FeatureSelectionSeed = seed,
            Seed = seed,
            NumberOfThreads = 1,
        };
        var model = context.BinaryClassification.Trainers.FastTree(options).Fit(view);
        var calibrator = ((CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator>)model.Model).Calibrator;
        return new FittedTrees(context, model, view.Schema, new PlattCalibration(calibrator.Slope, calibrator.Offset));
    }

    /// <summary>The same trees with another calibration behind them, as ML.NET knows it.</summary>
    public static FittedTrees WithCalibration(FittedTrees fitted, PlattCalibration calibration, TrainingSet set)
    {
        var view = View(fitted.Context, set.Features.Take(1).Select(row => new TrainingRow { Features = row }), set.Schema.Features.Count);
        var calibrator = fitted.Context.BinaryClassification.Calibrators.Platt(calibration.Slope, calibration.Offset, "Score")
            .Fit(fitted.Model.Transform(view));
        return fitted with { Model = new TransformerChain<ITransformer>(fitted.Model, calibrator), Calibration = calibration };
    }

    public static IDataView View(MLContext context, IEnumerable<TrainingRow> rows, int featureCount)
    {
        var schema = SchemaDefinition.Create(typeof(TrainingRow));
        schema[RiskModelWriter.FeaturesColumn].ColumnType = new VectorDataViewType(NumberDataViewType.Single, featureCount);
        return context.Data.LoadFromEnumerable(rows, schema);
    }
}

/// <summary>A student as ML.NET reads it.</summary>
internal sealed class TrainingRow
{
    [VectorType]
    public float[] Features { get; set; } = [];

    public bool Label { get; set; }
}
