using System.Numerics;

namespace Antivirus.Model.Models.TreeShap;

/// <summary>The steps of all paths as numbers side by side: tells for a vector of rows at once which steps of a path each row takes.</summary>
internal sealed class PathConditions
{
    private readonly int[] _start;
    private readonly int[] _features;
    private readonly ushort[] _firstBins;
    private readonly ushort[] _binCounts;

    public PathConditions(LeafPath[] paths)
    {
        var steps = paths.SelectMany(path => path.Steps).ToArray();
        _features = [.. steps.Select(step => step.Feature)];
        _firstBins = [.. steps.Select(step => (ushort)step.Start)];

        // A path that asks for x <= 1 and x > 1 is never taken.
        _binCounts = [.. steps.Select(step => (ushort)Math.Max(0, step.End - step.Start))];
        _start = new int[paths.Length + 1];
        for (var path = 0; path < paths.Length; path++)
        {
            _start[path + 1] = _start[path] + paths[path].Steps.Length;
        }
    }

    public ReadOnlySpan<int> FeaturesOf(int path) => _features.AsSpan(_start[path].._start[path + 1]);

    /// <summary>Writes a pattern for each row: bit k tells whether it takes step k.</summary>
    /// <param name="bins">By feature: the bins of the rows.</param>
    public void FindPatterns(int path, ReadOnlySpan<Vector<ushort>> bins, Span<uint> patterns)
    {
        var low = Vector<ushort>.Zero;
        var high = Vector<ushort>.Zero;
        for (var index = _start[path]; index < _start[path + 1]; index++)
        {
            // One comparison for both ends: below the first bin the difference wraps round to a large number.
            var taken = Vector.LessThan(bins[_features[index]] - new Vector<ushort>(_firstBins[index]), new Vector<ushort>(_binCounts[index]));
            var step = index - _start[path];
            if (step < 16)
            {
                low |= taken & new Vector<ushort>((ushort)(1 << step));
            }
            else
            {
                high |= taken & new Vector<ushort>((ushort)(1 << (step - 16)));
            }
        }

        Span<ushort> lanes = stackalloc ushort[Vector<ushort>.Count * 2];
        low.CopyTo(lanes);
        high.CopyTo(lanes[Vector<ushort>.Count..]);
        for (var row = 0; row < patterns.Length; row++)
        {
            patterns[row] = lanes[row] | ((uint)lanes[Vector<ushort>.Count + row] << 16);
        }
    }
}
