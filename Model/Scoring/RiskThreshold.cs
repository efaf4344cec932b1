using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;

namespace Antivirus.Model.Scoring;

/// <summary>The score above which a student is at risk: one for all, or by group where the artefact says so.</summary>
public sealed class RiskThreshold
{
    private readonly (int Feature, GroupColumn Column)[] _columns = [];
    private readonly double[] _byGroup = [];

    public RiskThreshold(double overall) => Overall = overall;

    /// <param name="schema">The features that hold the groups' values.</param>
    public RiskThreshold(double overall, GroupThresholds? groups, StudentSchema schema)
        : this(overall)
    {
        if (groups is null)
        {
            return;
        }

        _columns = [.. groups.Columns.Select(column =>
            (schema.Features.TakeWhile(feature => feature.Name != column.Feature).Count(), column))];
        _byGroup = new double[_columns.Aggregate(1, (product, column) => product * column.Column.Count)];
        Array.Fill(_byGroup, overall);
        foreach (var group in groups.Groups)
        {
            _byGroup[IndexOf(group.Parts)] = group.Threshold;
        }
    }

    /// <summary>The threshold of students without a group of their own.</summary>
    public double Overall { get; }

    public bool IsByGroup => _columns.Length > 0;

    /// <param name="row">The student's features, in the schema's order.</param>
    public double Of(ReadOnlySpan<float> row)
    {
        var index = 0;
        foreach (var (feature, column) in _columns)
        {
            var part = column.PartOf(row[feature]);
            if (part < 0)
            {
                return Overall;
            }

            index = (index * column.Count) + part;
        }

        return IsByGroup ? _byGroup[index] : Overall;
    }

    /// <summary>Strictly above: a score equal to the threshold is not at risk.</summary>
    public bool IsExceeded(double score, ReadOnlySpan<float> row) => score > (IsByGroup ? Of(row) : Overall);

    private int IndexOf(IReadOnlyList<int> parts) =>
        _columns.Select((column, place) => (column.Column.Count, Part: parts[place])).Aggregate(0, (index, each) =>
            (index * each.Count) + each.Part);
}
