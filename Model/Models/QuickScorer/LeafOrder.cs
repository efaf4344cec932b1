namespace Antivirus.Model.Models.QuickScorer;

/// <summary>The leaves of a tree from left to right, and the stretch of them that lies left of each node.</summary>
internal sealed class LeafOrder
{
    private readonly RegressionTree _tree;
    private int _next;

    private LeafOrder(RegressionTree tree)
    {
        _tree = tree;
        Leaves = new int[tree.LeafValue.Length];
        First = new int[tree.Left.Length];
        Split = new int[tree.Left.Length];
    }

    /// <summary>Leaf indexes in their order.</summary>
    public int[] Leaves { get; }

    /// <summary>Place of the first leaf below each node.</summary>
    public int[] First { get; }

    /// <summary>Place of the first leaf below each node's right child.</summary>
    public int[] Split { get; }

    public static LeafOrder Of(RegressionTree tree)
    {
        var order = new LeafOrder(tree);
        order.Visit(tree.Left.Length == 0 ? ~0 : 0);
        return order;
    }

    private void Visit(int node)
    {
        if (node < 0)
        {
            Leaves[_next++] = ~node;
            return;
        }

        First[node] = _next;
        Visit(_tree.Left[node]);
        Split[node] = _next;
        Visit(_tree.Right[node]);
    }
}
