using System.Runtime.CompilerServices;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;

namespace Antivirus.Model.Scoring.Drift;

/// <summary>Counts a cohort's values in the bins of the training rows, and compares.</summary>
public sealed class DriftMeter
{
    /// <summary>Fewer students than this are too few to compare.</summary>
    public const int MinStudents = 20;

    // Of large cohorts every eighth student behind the first ones is counted, eight times: bins of thousands need no more.
    private const int CountedAll = 64 * 1024;
    private const int Step = 8;
    private const double ShareDeviations = 4;
    private const double NotableShare = 0.1;

    private readonly ModelArtefact _artefact;
    private readonly FeatureCounts?[] _features;
    private long _students;

    public DriftMeter(ModelArtefact artefact)
    {
        _artefact = artefact;
        _features = [.. artefact.Schema.Features.Select(feature =>
            artefact.Training.Bins.TryGetValue(feature.Name, out var bins) ? new FeatureCounts(bins) : null)];
    }

    /// <summary>Counts students; not from several threads at once.</summary>
    /// <param name="rows">n × the schema's features, row-major.</param>
    public void Add(ReadOnlySpan<float> rows)
    {
        var step = _students < CountedAll ? 1 : Step;
        var width = _features.Length;
        _students += rows.Length / width;

        // Row by row, as they lie in memory.
        for (; !rows.IsEmpty; rows = rows[Math.Min(rows.Length, step * width)..])
        {
            for (var feature = 0; feature < width; feature++)
            {
                _features[feature]?.Add(rows[feature], step);
            }
        }
    }

    /// <summary>The comparison; null for a cohort that is too small.</summary>
    /// <param name="shareAtRisk">Share of the cohort above the threshold, 0 to 1.</param>
    /// <param name="isOwnThreshold">Whether that threshold is the model's own.</param>
    public CohortDrift? Compare(double shareAtRisk, bool isOwnThreshold)
    {
        if (_students < MinStudents)
        {
            return null;
        }

        var trained = isOwnThreshold ? _artefact.Training.ShareAtRisk : null;
        return new CohortDrift
        {
            Moved = Moved(),
            TrainedShareAtRisk = trained,
            ShareAtRisk = Round(shareAtRisk),
            ShareMoved = trained is { } share
                && Math.Abs(shareAtRisk - share) > Math.Max(NotableShare, ShareDeviations * ShareError(share)),
        };
    }

    /// <summary>The index of each feature that the training rows are known of, in the schema's order.</summary>
    public IEnumerable<(Feature Feature, StabilityIndex Index)> Indexes()
    {
        for (var feature = 0; feature < _features.Length; feature++)
        {
            if (_features[feature] is { } counts && _students > 0)
            {
                yield return (_artefact.Schema.Features[feature], counts.Measure(_artefact.Training.RowsUsed));
            }
        }
    }

    /// <summary>The furthest first, others in the schema's order. Loops: a query over pairs is compiled at each start of a
    /// command.</summary>
    private List<MovedFeature> Moved()
    {
        var moved = new List<MovedFeature>();
        var excess = new List<double>();
        foreach (var (feature, index) in Indexes())
        {
            if (!index.IsNotable)
            {
                continue;
            }

            var place = moved.Count;
            while (place > 0 && excess[place - 1] < index.Excess)
            {
                place--;
            }

            excess.Insert(place, index.Excess);
            moved.Insert(place, new MovedFeature(feature.Name, feature.LabelEs, feature.LabelEn, Round(index.Psi), Round(index.Expected)));
        }

        return moved;
    }

    // Never 0: a model that reported nobody in training may report a few.
    private double ShareError(double share) =>
        Math.Sqrt(Math.Max(share * (1 - share), 0.01) * ((1.0 / _students) + (1.0 / _artefact.Training.RowsUsed)));

    private static double Round(double value) => Math.Round(value, 4);

    /// <summary>The bins of one feature, and how many students lie in each.</summary>
    private sealed class FeatureCounts
    {
        private const int SmallIntegers = 256;

        private readonly FeatureBins _bins;
        private readonly long[] _counts;

        // Most cells are small whole numbers: their bins are looked up.
        private readonly byte[] _ofSmallInteger = new byte[SmallIntegers];

        public FeatureCounts(FeatureBins bins)
        {
            _bins = bins;
            _counts = new long[bins.Shares.Count];
            for (var value = 0; value < SmallIntegers; value++)
            {
                _ofSmallInteger[value] = (byte)Find(value);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(float value, int count)
        {
            var integer = (int)value;
            _counts[(uint)integer < SmallIntegers && integer == value ? _ofSmallInteger[integer] : Find(value)] += count;
        }

        public StabilityIndex Measure(int trainedRows) => PopulationStability.Measure(_bins.Shares, _counts, trainedRows);

        /// <summary>The last bin is that of missing values, and of new words.</summary>
        private int Find(float value)
        {
            if (float.IsNaN(value))
            {
                return _counts.Length - 1;
            }

            var bin = 0;
            while (bin < _bins.UpperEdges.Count && value > _bins.UpperEdges[bin])
            {
                bin++;
            }

            return bin;
        }
    }
}
