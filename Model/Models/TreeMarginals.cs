namespace Antivirus.Model.Models;

/// <summary>
/// Takes features out of a tree as its training rows would: a split on one of them becomes both of its branches, weighted by their share
/// of the training rows. The sum of the trees returned is that average, and their Shapley values are those of the tree for a row whose
/// value is unknown.
/// </summary>
internal static class TreeMarginals
{
    /// <summary>Trees without a split on the features: one, and one more for each split taken out; trees of a single leaf are part of
    /// <paramref name="constant"/>.</summary>
    public static List<RegressionTree> Of(RegressionTree tree, ReadOnlySpan<bool> without, out double constant)
    {
        var pending = new Stack<Node>([ToNode(tree, tree.Left.Length == 0 ? ~0 : 0)]);
        var done = new List<RegressionTree>();
        constant = 0;
        while (pending.TryPop(out var root))
        {
            if (FindSplit(root, without) is { } split)
            {
                // One tree keeps everything but the right branch, the other has nothing but it.
                pending.Push(Replace(root, split, Branch(split, split.Left!, split.LeftShare), keepRest: true));
                pending.Push(Replace(root, split, Branch(split, split.Right!, 1 - split.LeftShare), keepRest: false));
            }
            else if (root.IsLeaf)
            {
                constant += tree.Weight * root.Value;
            }
            else
            {
                done.Add(ToTree(root, tree.Weight));
            }
        }

        return done;
    }

    private static Node ToNode(RegressionTree tree, int node) => node < 0
        ? new Node(tree.LeafCover[~node], tree.LeafValue[~node])
        : new Node(tree.NodeCover[node], 0, tree.Feature[node], tree.Threshold[node], ToNode(tree, tree.Left[node]),
            ToNode(tree, tree.Right[node]));

    private static Node? FindSplit(Node node, ReadOnlySpan<bool> without) => node switch
    {
        { IsLeaf: true } => null,
        _ when without[node.Feature] => node,
        _ => FindSplit(node.Left!, without) ?? FindSplit(node.Right!, without),
    };

    /// <summary>A branch in the place of its split: values by its share, covers as if all rows of the split took it.</summary>
    private static Node Branch(Node split, Node branch, double share) =>
        share == 0 ? new Node(split.Cover, 0) : Scale(branch, share, branch.Cover > 0 ? split.Cover / branch.Cover : 1);

    private static Node Scale(Node node, double values, double covers) => node.IsLeaf
        ? new Node(node.Cover * covers, node.Value * values)
        : node with { Cover = node.Cover * covers, Left = Scale(node.Left!, values, covers), Right = Scale(node.Right!, values, covers) };

    /// <param name="root">Where the split lies below.</param>
    /// <param name="split">What is replaced.</param>
    /// <param name="by">What stands in its place.</param>
    /// <param name="keepRest">Whether the other leaves keep their values, or are 0.</param>
    private static Node Replace(Node root, Node split, Node by, bool keepRest)
    {
        if (ReferenceEquals(root, split))
        {
            return by;
        }

        if (!Contains(root, split))
        {
            return keepRest ? root : new Node(root.Cover, 0);
        }

        return root with { Left = Replace(root.Left!, split, by, keepRest), Right = Replace(root.Right!, split, by, keepRest) };
    }

    private static bool Contains(Node node, Node split) =>
        ReferenceEquals(node, split) || (!node.IsLeaf && (Contains(node.Left!, split) || Contains(node.Right!, split)));

    private static RegressionTree ToTree(Node root, double weight)
    {
        var (splits, leaves) = (new List<Node>(), new List<Node>());
        Collect(root, splits, leaves);
        int Place(Node node) => node.IsLeaf ? ~leaves.FindIndex(leaf => ReferenceEquals(leaf, node))
            : splits.FindIndex(split => ReferenceEquals(split, node));
        return new RegressionTree
        {
            Weight = weight,
            Left = [.. splits.Select(split => Place(split.Left!))],
            Right = [.. splits.Select(split => Place(split.Right!))],
            Feature = [.. splits.Select(split => split.Feature)],
            Threshold = [.. splits.Select(split => split.Threshold)],
            LeafValue = [.. leaves.Select(leaf => leaf.Value)],
            NodeCover = [.. splits.Select(split => split.Cover)],
            LeafCover = [.. leaves.Select(leaf => leaf.Cover)],
        };
    }

    /// <summary>Parents before their children, as a trees file has them.</summary>
    private static void Collect(Node node, List<Node> splits, List<Node> leaves)
    {
        if (node.IsLeaf)
        {
            leaves.Add(node);
            return;
        }

        splits.Add(node);
        Collect(node.Left!, splits, leaves);
        Collect(node.Right!, splits, leaves);
    }

    /// <summary>A split with two branches, or a leaf.</summary>
    private sealed record Node(double Cover, double Value, int Feature = -1, float Threshold = 0, Node? Left = null, Node? Right = null)
    {
        public bool IsLeaf => Left is null;

        /// <summary>As the reasons count it: where no training row came through, both ways count the same.</summary>
        public double LeftShare => Cover > 0 ? Left!.Cover / Cover : 0.5;
    }
}
