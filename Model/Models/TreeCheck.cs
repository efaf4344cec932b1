namespace Antivirus.Model.Models;

/// <summary>Whether what was read as trees and linear part can be walked, scored and explained. A hash says who wrote a file, not that it
/// is sound.</summary>
internal static class TreeCheck
{
    /// <summary>Deepest node of a tree; the walks that explain it call themselves once per level.</summary>
    public const int MaxDepth = 512;

    /// <exception cref="InvalidDataException">It is not one tree, is too deep, or holds numbers out of range.</exception>
    public static void Validate(RegressionTree tree, int featureCount)
    {
        RequireFinite([tree.Weight, .. tree.LeafValue], "a leaf's value");
        if (!Array.TrueForAll(tree.Feature, feature => feature >= 0 && feature < featureCount))
        {
            throw new InvalidDataException("a tree in it looks at a feature that does not exist");
        }

        // Infinite thresholds are sound: all values, or none, lie beyond.
        if (Array.Exists(tree.Threshold, float.IsNaN))
        {
            throw new InvalidDataException("a threshold in it is not a number");
        }

        if (!Array.TrueForAll(tree.NodeCover, IsCover) || !Array.TrueForAll(tree.LeafCover, IsCover))
        {
            throw new InvalidDataException("a count of training rows in it is out of range");
        }

        ValidateShape(tree);
    }

    /// <exception cref="InvalidDataException">A feature has two terms, codes do not ascend, or a number is out of range.</exception>
    public static void Validate(double baseValue, IReadOnlyList<LinearTerm> terms)
    {
        RequireFinite([baseValue], "the linear part's base");
        var features = new HashSet<int>();
        if (!terms.All(term => features.Add(term.Feature)))
        {
            throw new InvalidDataException("its linear part has two terms of one feature");
        }

        foreach (var term in terms)
        {
            RequireFinite([term.Slope, term.Offset, term.Missing, .. term.Values], "a term of the linear part");
            for (var index = 0; index < term.Codes.Length; index++)
            {
                if (!float.IsFinite(term.Codes[index]) || (index > 0 && term.Codes[index] <= term.Codes[index - 1]))
                {
                    throw new InvalidDataException("the codes of a category in it do not ascend");
                }
            }
        }
    }

    /// <exception cref="InvalidDataException">One of the values is infinite or not a number.</exception>
    public static void RequireFinite(ReadOnlySpan<double> values, string what)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new InvalidDataException($"{what} is not a finite number");
            }
        }
    }

    private static bool IsCover(double cover) => double.IsFinite(cover) && cover >= 0;

    /// <summary>Each node but the first, and each leaf, is the child of exactly one node before it: no circles, and no branch that is
    /// walked more than once.</summary>
    private static void ValidateShape(RegressionTree tree)
    {
        var nodes = tree.Left.Length;
        var depths = new int[nodes];
        var leafIsTaken = new bool[nodes + 1];
        for (var node = 0; node < nodes; node++)
        {
            Take(tree.Left[node], node);
            Take(tree.Right[node], node);
        }

        void Take(int child, int parent)
        {
            var isSound = child >= 0
                ? child > parent && child < nodes && depths[child] == 0
                : ~child <= nodes && !leafIsTaken[~child];
            if (!isSound)
            {
                throw new InvalidDataException("the branches of a tree in it do not form a tree");
            }

            if (child < 0)
            {
                leafIsTaken[~child] = true;
            }
            else if ((depths[child] = depths[parent] + 1) > MaxDepth)
            {
                throw new InvalidDataException($"a tree in it is deeper than {MaxDepth} levels");
            }
        }
    }
}
