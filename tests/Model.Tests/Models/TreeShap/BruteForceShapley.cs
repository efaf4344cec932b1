using System.Numerics;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;

namespace Antivirus.Model.Tests.Models.TreeShap;

/// <summary>Shapley values by their definition: every coalition of features, each tree walked with the others left to the covers.</summary>
internal static class BruteForceShapley
{
    public static double[] Explain(TreeEnsemble ensemble, float[] row)
    {
        var values = Enumerable.Range(0, 1 << row.Length)
            .Select(known => ensemble.Trees.Sum(tree => tree.Weight * Expect(tree, 0, row, known))).ToArray();
        return [.. Enumerable.Range(0, row.Length).Select(feature => Enumerable.Range(0, values.Length)
            .Where(known => (known & (1 << feature)) == 0)
            .Sum(known => Weight(BitOperations.PopCount((uint)known), row.Length) * (values[known | (1 << feature)] - values[known])))];
    }

    private static double Expect(RegressionTree tree, int node, float[] row, int known)
    {
        if (node < 0 || tree.Left.Length == 0)
        {
            return tree.LeafValue[node < 0 ? ~node : 0];
        }

        // A new word is as good as unknown.
        if ((known & (1 << tree.Feature[node])) != 0 && !StudentBatch.IsNewWord(row[tree.Feature[node]]))
        {
            return Expect(tree, row[tree.Feature[node]] <= tree.Threshold[node] ? tree.Left[node] : tree.Right[node], row, known);
        }

        var left = tree.Left[node];
        var share = tree.NodeCover[node] > 0 ? (left >= 0 ? tree.NodeCover[left] : tree.LeafCover[~left]) / tree.NodeCover[node] : 0.5;
        return (share * Expect(tree, left, row, known)) + ((1 - share) * Expect(tree, tree.Right[node], row, known));
    }

    private static double Weight(int size, int features) =>
        Factorial(size) * Factorial(features - size - 1) / Factorial(features);

    private static double Factorial(int number) => Enumerable.Range(1, number).Aggregate(1.0, (product, factor) => product * factor);
}
