using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Antivirus.Model.Models;

/// <summary>The file <c>trees.bin</c>: trees and linear part as numbers, little-endian, so that scoring needs no ML.NET.</summary>
internal static class TreeFile
{
    private const uint Magic = 0x52545641; // "AVTR"
    private const int Version = 2;

    // Files of the first version end behind the trees.
    private const int VersionWithoutLinearPart = 1;
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

        Write(writer, ensemble.Linear);
        writer.Flush();
        return memory.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not such a file, not all of one, or describe what is not a tree.</exception>
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
        if (reader.ReadUInt32() != Magic || reader.ReadInt32() is not (>= VersionWithoutLinearPart and <= Version and var version))
        {
            throw new InvalidDataException($"it is not a trees file of version {Version} or earlier");
        }

        var featureCount = ReadCount(reader);
        var bias = reader.ReadDouble();
        var calibration = new PlattCalibration(reader.ReadDouble(), reader.ReadDouble());
        TreeCheck.RequireFinite([bias, calibration.Slope, calibration.Offset], "its bias or calibration");
        var trees = new RegressionTree[ReadCount(reader)];
        for (var index = 0; index < trees.Length; index++)
        {
            trees[index] = ReadTree(reader, featureCount);
        }

        var linear = version > VersionWithoutLinearPart ? ReadLinear(reader, featureCount) : null;
        if (reader.BaseStream.Position != reader.BaseStream.Length)
        {
            throw new InvalidDataException("it goes on behind its end");
        }

        return new TreeEnsemble(featureCount, bias, calibration, trees, linear);
    }

    private static void Write(BinaryWriter writer, LinearPart? linear)
    {
        writer.Write(linear?.Terms.Count ?? 0);
        if (linear is null)
        {
            return;
        }

        writer.Write(linear.Base);
        foreach (var term in linear.Terms)
        {
            writer.Write(term.Feature);
            writer.Write(term.Slope);
            writer.Write(term.Offset);
            writer.Write(term.Missing);
            writer.Write(term.Codes.Length);
            writer.Write(MemoryMarshal.AsBytes(term.Codes.AsSpan()));
            writer.Write(MemoryMarshal.AsBytes(term.Values.AsSpan()));
        }
    }

    private static LinearPart? ReadLinear(BinaryReader reader, int featureCount)
    {
        var terms = new LinearTerm[ReadCount(reader)];
        if (terms.Length == 0)
        {
            return null;
        }

        var baseValue = reader.ReadDouble();
        for (var index = 0; index < terms.Length; index++)
        {
            var feature = reader.ReadInt32();
            var (slope, offset, missing) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
            var codes = ReadCount(reader);
            terms[index] = feature >= 0 && feature < featureCount
                ? new LinearTerm(feature, slope, offset, missing, ReadArray<float>(reader, codes), ReadArray<double>(reader, codes))
                : throw new InvalidDataException("its linear part names a feature that does not exist");
        }

        TreeCheck.Validate(baseValue, terms);
        return new LinearPart(featureCount, baseValue, terms);
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

        TreeCheck.Validate(tree, featureCount);
        return tree;
    }

    private static int ReadCount(BinaryReader reader) =>
        reader.ReadInt32() is >= 0 and <= MaxNodes and var count ? count : throw new InvalidDataException("a count in it is out of range");

    private static T[] ReadArray<T>(BinaryReader reader, int length)
        where T : unmanaged
    {
        // Before the memory is taken: a count alone must not cost any.
        if ((long)length * Unsafe.SizeOf<T>() > reader.BaseStream.Length - reader.BaseStream.Position)
        {
            throw new EndOfStreamException();
        }

        var array = new T[length];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(array.AsSpan()));
        return array;
    }
}
