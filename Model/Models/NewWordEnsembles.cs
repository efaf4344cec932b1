using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Models;

/// <summary>For each set of features that a row has new words in: the ensemble without them, made when the first such row comes.</summary>
internal sealed class NewWordEnsembles(TreeEnsemble ensemble)
{
    // Each takes some hundred kilobytes; cohorts have new words in one or two columns.
    private const int MaxRemembered = 64;

    private readonly ConcurrentDictionary<string, Lazy<TreeEnsemble>> _ensembles = new(StringComparer.Ordinal);

    /// <summary>Whether any value of the rows is a new word.</summary>
    public static bool IsAmong(ReadOnlySpan<float> rows) => MemoryMarshal.Cast<float, uint>(rows).Contains(StudentBatch.NewWordBits);

    /// <summary>Computes the results of the rows with new words again, by the ensembles that fit them.</summary>
    /// <param name="results">Of all rows, row-major.</param>
    /// <param name="width">Results of a row.</param>
    /// <param name="compute">Writes an ensemble's results of some rows.</param>
    public void Replace(ReadOnlySpan<float> rows, Span<double> results, int width, Action<TreeEnsemble, float[], double[]> compute)
    {
        if (!IsAmong(rows))
        {
            return;
        }

        foreach (var (own, some) in Group(rows))
        {
            var found = new double[some.Count * width];
            compute(own, Gather(rows, some), found);
            for (var place = 0; place < some.Count; place++)
            {
                found.AsSpan(place * width, width).CopyTo(results[(some[place] * width)..]);
            }
        }
    }

    /// <summary>Rows with new words by the ensemble that scores and explains them.</summary>
    private Dictionary<TreeEnsemble, List<int>> Group(ReadOnlySpan<float> rows)
    {
        var groups = new Dictionary<TreeEnsemble, List<int>>();
        for (var row = 0; !rows.IsEmpty; row++, rows = rows[ensemble.FeatureCount..])
        {
            if (IsAmong(rows[..ensemble.FeatureCount]))
            {
                var own = For(rows[..ensemble.FeatureCount]);
                (groups.TryGetValue(own, out var same) ? same : groups[own] = []).Add(row);
            }
        }

        return groups;
    }

    /// <summary>The cells of some rows, side by side.</summary>
    private float[] Gather(ReadOnlySpan<float> rows, List<int> some)
    {
        var (width, cells) = (ensemble.FeatureCount, new float[some.Count * ensemble.FeatureCount]);
        for (var place = 0; place < some.Count; place++)
        {
            rows.Slice(some[place] * width, width).CopyTo(cells.AsSpan(place * width));
        }

        return cells;
    }

    /// <summary>The ensemble for a row with new words.</summary>
    public TreeEnsemble For(ReadOnlySpan<float> row)
    {
        var without = new bool[row.Length];
        var key = new char[row.Length];
        for (var feature = 0; feature < row.Length; feature++)
        {
            without[feature] = StudentBatch.IsNewWord(row[feature]);
            key[feature] = without[feature] ? '1' : '0';
        }

        if (_ensembles.Count >= MaxRemembered)
        {
            _ensembles.Clear();
        }

        return _ensembles.GetOrAdd(new string(key), _ => new Lazy<TreeEnsemble>(() => Without(without))).Value;
    }

    private TreeEnsemble Without(bool[] features)
    {
        var bias = ensemble.Bias;
        var trees = new List<RegressionTree>();
        foreach (var tree in ensemble.Trees)
        {
            trees.AddRange(TreeMarginals.Of(tree, features, out var constant));
            bias += constant;
        }

        return new TreeEnsemble(ensemble.FeatureCount, bias, ensemble.Calibration, [.. trees], ensemble.Linear);
    }
}
