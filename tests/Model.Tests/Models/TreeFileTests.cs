using Antivirus.Model.Models;

namespace Antivirus.Model.Tests.Models;

/// <summary>A file of trees whose hash is right may still have been made to hurt.</summary>
public sealed class TreeFileTests
{
    private const int FeatureCount = 3;

    [Theory]
    [InlineData(200_000)]
    [InlineData(TreeCheck.MaxDepth + 2)]
    public void A_tree_that_is_too_deep_is_refused(int nodes)
    {
        var file = FileOf(Chain(nodes));

        var refusal = Assert.Throws<InvalidDataException>(() => TreeFile.Read(file));

        Assert.Contains($"deeper than {TreeCheck.MaxDepth} levels", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sound_bytes_are_read()
    {
        Assert.Single(TreeFile.Read(FileOf(Chain(3))).Trees);
    }

    [Fact]
    public void The_deepest_tree_that_is_read_can_be_scored_and_explained()
    {
        // Arrange
        var trees = TreeFile.Read(FileOf(Chain(TreeCheck.MaxDepth + 1)));
        var (scores, contributions) = (new double[1], new double[FeatureCount]);

        // Act
        trees.Score([0.2f, 0.7f, 0.1f], scores);
        trees.Explainer.Explain([0.2f, 0.7f, 0.1f], contributions);

        // Assert
        Assert.InRange(scores[0], 0, 1);
        Assert.All(contributions, contribution => Assert.True(double.IsFinite(contribution)));
    }

    public static TheoryData<string> Damages() => [.. Damaged.Keys];

    [Theory]
    [MemberData(nameof(Damages))]
    public void Trees_that_are_not_sound_are_refused(string damage)
    {
        var file = FileOf(Damaged[damage]);

        Assert.Throws<InvalidDataException>(() => TreeFile.Read(file));
    }

    [Fact]
    public void A_count_beyond_the_file_takes_no_memory()
    {
        // Arrange
        var file = FileOf(Chain(1));
        BitConverter.GetBytes(1 << 20).CopyTo(file, FirstTreeAt);
        var before = GC.GetAllocatedBytesForCurrentThread();

        // Act
        Assert.Throws<InvalidDataException>(() => TreeFile.Read(file));

        // Assert
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Bytes_behind_the_end_are_refused()
    {
        byte[] file = [.. FileOf(Chain(1)), 0];

        Assert.Throws<InvalidDataException>(() => TreeFile.Read(file));
    }

    // Behind magic, version, number of features, bias, calibration and number of trees.
    private const int FirstTreeAt = 4 + 4 + 4 + 8 + 8 + 8 + 4;

    private static readonly Dictionary<string, RegressionTree> Damaged = new()
    {
        ["a circle"] = Chain(3) with { Left = [1, 0, ~2] },
        ["a node that is its own child"] = Chain(2) with { Left = [0, ~1] },
        ["a branch that two nodes share"] = Chain(3) with { Left = [1, 2, ~2], Right = [1, 2, ~3] },
        ["a leaf that two nodes share"] = Chain(2) with { Left = [~0, ~0], Right = [1, ~2] },
        ["a child out of range"] = Chain(2) with { Right = [7, ~2] },
        ["a leaf out of range"] = Chain(2) with { Left = [~0, ~9] },
        ["a feature out of range"] = Chain(1) with { Feature = [FeatureCount] },
        ["a threshold that is not a number"] = Chain(1) with { Threshold = [float.NaN] },
        ["a leaf that is not a number"] = Chain(1) with { LeafValue = [0, double.NaN] },
        ["an infinite weight"] = Chain(1) with { Weight = double.PositiveInfinity },
        ["a negative cover"] = Chain(1) with { NodeCover = [-1] },
    };

    /// <summary>The file of one tree, without an ensemble made of it: that would walk the tree.</summary>
    private static byte[] FileOf(RegressionTree tree)
    {
        var sound = TreeFile.Write(new TreeEnsemble(FeatureCount, 0, new PlattCalibration(-1, 0), [Chain(1)]));
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(sound.AsSpan(0, FirstTreeAt));
        writer.Write(tree.Left.Length);
        writer.Write(tree.Weight);
        foreach (var number in (int[])[.. tree.Left, .. tree.Right, .. tree.Feature])
        {
            writer.Write(number);
        }

        Array.ForEach(tree.Threshold, writer.Write);
        Array.ForEach([.. tree.NodeCover, .. tree.LeafValue, .. tree.LeafCover], writer.Write);
        const int LinearTerms = 0;
        writer.Write(LinearTerms);
        return memory.ToArray();
    }

    /// <summary>A tree whose nodes follow one another to the right, with a leaf to the left of each.</summary>
    private static RegressionTree Chain(int nodes) => new()
    {
        Weight = 1,
        Left = [.. Enumerable.Range(0, nodes).Select(node => ~node)],
        Right = [.. Enumerable.Range(1, nodes).Select(node => node < nodes ? node : ~node)],
        Feature = [.. Enumerable.Range(0, nodes).Select(node => node % FeatureCount)],
        Threshold = [.. Enumerable.Range(0, nodes).Select(node => node / (float)nodes)],
        LeafValue = [.. Enumerable.Range(0, nodes + 1).Select(leaf => leaf / (double)nodes)],
        NodeCover = [.. Enumerable.Range(0, nodes).Select(node => (double)(nodes + 1 - node))],
        LeafCover = [.. Enumerable.Repeat(1.0, nodes + 1)],
    };
}
