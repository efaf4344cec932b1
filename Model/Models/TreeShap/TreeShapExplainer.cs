using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>
/// Exact Shapley values of the trees (path-dependent TreeSHAP): how much each feature of a student raises or lowers the raw score.
/// With <see cref="BaseValue"/> they add up to the raw score, before calibration.
/// </summary>
public sealed class TreeShapExplainer
{
    // Beyond these a leaf's contributions are computed for each row instead of remembered.
    private const int MaxRememberedSteps = 10;
    private const int MaxRemembered = 6 * 1024 * 1024;

    // Bits of a pattern: a path with more features than this does not fit.
    private const int MaxSteps = 32;

    private readonly ThresholdBins[] _bins;
    private readonly LeafPath[] _paths;
    private readonly GaussLegendre[] _points;
    private readonly PathConditions _tests;

    // What a leaf contributes depends only on which of its steps a row takes (Fast TreeSHAP v2, Yang 2021): each pattern is
    // computed when the first row has it. Two threads may write the same numbers; the flag is written last.
    private readonly float[] _contributions;
    private readonly byte[] _known;
    private readonly int[] _contributionStart;
    private readonly int[] _knownStart;

    internal TreeShapExplainer(TreeEnsemble ensemble)
    {
        _bins = ThresholdBins.Of(ensemble.FeatureCount, ensemble.Trees);
        _paths = [.. ensemble.Trees.SelectMany(tree => LeafPath.Of(tree, _bins)).OrderBy(path => path.Steps.Length)];
        var deepest = _paths.Length == 0 ? 0 : _paths[^1].Steps.Length;
        IsPossible = deepest <= MaxSteps && Array.TrueForAll(_bins, ofFeature => ofFeature.Count <= ushort.MaxValue);
        _points = [.. Enumerable.Range(0, deepest + 1).Select(steps => new GaussLegendre(Math.Max(0, steps - 1)))];
        _tests = new PathConditions(_paths);
        _contributionStart = new int[_paths.Length];
        _knownStart = new int[_paths.Length];
        var (contributions, known) = LayOut();
        _contributions = new float[contributions];
        _known = new byte[known];
        BaseValue = ensemble.Bias + _paths.Sum(path => path.Steps.Aggregate(path.Value, (product, step) => product * step.Share));
    }

    /// <summary>Mean raw score over the training rows.</summary>
    public double BaseValue { get; }

    public int FeatureCount => _bins.Length;

    /// <summary>False for trees with more than 32 features on one path, or more thresholds than fit 16 bits.</summary>
    internal bool IsPossible { get; }

    /// <summary>Writes the contribution of each feature to one student's raw score.</summary>
    public void Explain(ReadOnlySpan<float> row, Span<double> contributions) => ExplainMany(row, contributions);

    /// <summary>Writes the contributions of several students; both are row-major.</summary>
    [SkipLocalsInit]
    public void ExplainMany(ReadOnlySpan<float> rows, Span<double> contributions)
    {
        var lanes = Vector<ushort>.Count;
        var bins = FeatureCount <= 256 ? stackalloc Vector<ushort>[FeatureCount] : new Vector<ushort>[FeatureCount];
        Span<uint> patterns = stackalloc uint[lanes];
        for (; !rows.IsEmpty; contributions = contributions[Math.Min(lanes * FeatureCount, contributions.Length)..])
        {
            var count = Math.Min(lanes, rows.Length / FeatureCount);
            FindBins(rows[..(count * FeatureCount)], bins);
            rows = rows[(count * FeatureCount)..];
            var some = contributions[..(count * FeatureCount)];
            some.Clear();
            for (var path = 0; path < _paths.Length; path++)
            {
                _tests.FindPatterns(path, bins, patterns);
                AddLeaf(path, patterns[..count], some);
            }
        }
    }

    private void FindBins(ReadOnlySpan<float> rows, Span<Vector<ushort>> bins)
    {
        var lanes = MemoryMarshal.Cast<Vector<ushort>, ushort>(bins);
        for (var row = 0; !rows.IsEmpty; row++, rows = rows[FeatureCount..])
        {
            for (var feature = 0; feature < FeatureCount; feature++)
            {
                lanes[(feature * Vector<ushort>.Count) + row] = (ushort)_bins[feature].Find(rows[feature]);
            }
        }
    }

    private void AddLeaf(int path, ReadOnlySpan<uint> patterns, Span<double> contributions)
    {
        var features = _tests.FeaturesOf(path);
        Span<float> computed = stackalloc float[MaxSteps];
        for (var row = 0; row < patterns.Length; row++)
        {
            var leaf = Find(path, patterns[row], computed[..features.Length]);
            ref var student = ref contributions[row * FeatureCount];
            for (var step = 0; step < leaf.Length; step++)
            {
                Unsafe.Add(ref student, features[step]) += leaf[step];
            }
        }
    }

    /// <summary>What the path contributes for a pattern: remembered, or computed into the given room.</summary>
    private ReadOnlySpan<float> Find(int path, uint pattern, Span<float> room)
    {
        if (_knownStart[path] < 0)
        {
            LeafShapley.Write(_paths[path], pattern, _points[room.Length], room);
            return room;
        }

        var leaf = _contributions.AsSpan(_contributionStart[path] + ((int)pattern * room.Length), room.Length);
        ref var known = ref _known[_knownStart[path] + (int)pattern];
        if (Volatile.Read(ref known) == 0)
        {
            LeafShapley.Write(_paths[path], pattern, _points[room.Length], room);
            room.CopyTo(leaf);
            Volatile.Write(ref known, 1);
        }

        return leaf;
    }

    /// <summary>Gives each path its stretch of the memory, shortest first; what does not fit is not remembered.</summary>
    private (int Contributions, int Known) LayOut()
    {
        var (contributions, known) = (0, 0);
        for (var path = 0; path < _paths.Length; path++)
        {
            var steps = _paths[path].Steps.Length;
            var fits = steps <= MaxRememberedSteps && contributions + (steps << steps) <= MaxRemembered;
            _contributionStart[path] = contributions;
            _knownStart[path] = fits ? known : -1;
            contributions += fits ? steps << steps : 0;
            known += fits ? 1 << steps : 0;
        }

        return (contributions, known);
    }
}
