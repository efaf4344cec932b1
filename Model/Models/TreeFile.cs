using System.Runtime.InteropServices;
using System.Text;

namespace Antivirus.Model.Models;

/// <summary>The file <c>trees.bin</c>: the ensemble as numbers, little-endian, so that scoring needs no ML.NET.</summary>
internal static class TreeFile
{
    private const uint Magic = 0x52545641; // "AVTR"
    private const int Version = 1;
    private const int MaxNodes = 1 << 20;

    public static byte[] Write(TreeEnsemble ensemble)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(ensemble.FeatureCount);
        writer.Write(ensemble.Bias);
        writer.Write(ensemble.Calibration.Slope);
        writer.Write(ensemble.Calibration.Offset);
        writer.Write(ensemble.Trees.Count);
        foreach (var tree in ensemble.Trees)
        {
            Write(writer, tree);
        }

        writer.Flush();
        return memory.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no such file, or not all of one.</exception>
    public static TreeEnsemble Read(byte[] file)
    {
        using var reader = new BinaryReader(new MemoryStream(file), Encoding.UTF8);
        try
        {
            return Read(reader);
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException("it ends too early");
        }
    }

    private static TreeEnsemble Read(BinaryReader reader)
    {
        if (reader.ReadUInt32() != Magic || reader.ReadInt32() is not Version)
        {
            throw new InvalidDataException($"it is no trees file of version {Version}");
        }

        var featureCount = ReadCount(reader);
        var bias = reader.ReadDouble();
        var calibration = new PlattCalibration(reader.ReadDouble(), reader.ReadDouble());
        var trees = new RegressionTree[ReadCount(reader)];
        for (var index = 0; index < trees.Length; index++)
        {
            trees[index] = ReadTree(reader, featureCount);
        }

        return new TreeEnsemble(featureCount, bias, calibration, trees);
    }

    private static void Write(BinaryWriter writer, RegressionTree tree)
    {
        writer.Write(tree.Left.Length);
        writer.Write(tree.Weight);
        writer.Write(MemoryMarshal.AsBytes(tree.Left.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(tree.Right.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(tree.Feature.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(tree.Threshold.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(tree.NodeCover.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(tree.LeafValue.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(tree.LeafCover.AsSpan()));
    }

    private static RegressionTree ReadTree(BinaryReader reader, int featureCount)
    {
        var nodes = ReadCount(reader);
        var tree = new RegressionTree
        {
            Weight = reader.ReadDouble(),
            Left = ReadArray<int>(reader, nodes),
            Right = ReadArray<int>(reader, nodes),
            Feature = ReadArray<int>(reader, nodes),
            Threshold = ReadArray<float>(reader, nodes),
            NodeCover = ReadArray<double>(reader, nodes),
            LeafValue = ReadArray<double>(reader, nodes + 1),
            LeafCover = ReadArray<double>(reader, nodes + 1),
        };

        for (var node = 0; node < nodes; node++)
        {
            // Children lie behind their parents, so that no walk can run in a circle.
            var isSound = tree.Feature[node] >= 0 && tree.Feature[node] < featureCount
                && IsChild(tree.Left[node], node, nodes) && IsChild(tree.Right[node], node, nodes);
            if (!isSound)
            {
                throw new InvalidDataException("a tree in it is damaged");
            }
        }

        return tree;
    }

    private static bool IsChild(int child, int parent, int nodes) =>
        child >= 0 ? child > parent && child < nodes : ~child <= nodes;

    private static int ReadCount(BinaryReader reader) =>
        reader.ReadInt32() is >= 0 and <= MaxNodes and var count ? count : throw new InvalidDataException("a count in it is out of range");

    private static T[] ReadArray<T>(BinaryReader reader, int length)
        where T : unmanaged
    {
        var array = new T[length];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(array.AsSpan()));
        return array;
    }
}
