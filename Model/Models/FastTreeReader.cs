using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace Antivirus.Model.Models;

/// <summary>Takes the trees out of a trained ML.NET chain.</summary>
internal static class FastTreeReader
{
    /// <exception cref="InvalidOperationException">The chain holds no calibrated FastTree, or one with categorical splits.</exception>
    public static TreeEnsemble Read(ITransformer chain, PlattCalibration calibration, int featureCount, LinearPart? linear = null)
    {
        var ensemble = FindTrees(chain).TrainedTreeEnsemble;
        var trees = ensemble.Trees.Zip(ensemble.TreeWeights, Read).ToArray();
        return new TreeEnsemble(featureCount, ensemble.Bias, calibration, trees, linear);
    }

    private static FastTreeBinaryModelParameters FindTrees(ITransformer chain)
    {
        var transformers = chain is IEnumerable<ITransformer> many ? many : [chain];
        foreach (var transformer in transformers)
        {
            switch (transformer)
            {
                case ISingleFeaturePredictionTransformer<CalibratedModelParametersBase<FastTreeBinaryModelParameters,
                    PlattCalibrator>> calibrated:
                    return calibrated.Model.SubModel;
                case ISingleFeaturePredictionTransformer<FastTreeBinaryModelParameters> bare:
                    return bare.Model;
            }
        }

        throw new InvalidOperationException("The model chain holds no FastTree; an artefact is made of a calibrated FastTree only.");
    }

    private static RegressionTree Read(RegressionTreeBase tree, double weight)
    {
        if (tree.CategoricalSplitFlags.Contains(true))
        {
            throw new InvalidOperationException(
                "The model has categorical splits, which an artefact cannot hold; train on the category codes as numbers.");
        }

        return new RegressionTree
        {
            Weight = weight,
            Left = [.. tree.LeftChild],
            Right = [.. tree.RightChild],
            Feature = [.. tree.NumericalSplitFeatureIndexes],
            Threshold = [.. tree.NumericalSplitThresholds],
            LeafValue = [.. tree.LeafValues],
            NodeCover = new double[tree.LeftChild.Count],
            LeafCover = new double[tree.LeafValues.Count],
        };
    }
}
