using System.Diagnostics.CodeAnalysis;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;

namespace Antivirus.Model.Scoring;

/// <summary>The score above which a student is at risk: one for all, or by group where the artefact says so.</summary>
public sealed class RiskThreshold
{
    private readonly (int Feature, GroupColumn Column)[]? _columns;
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
        _byGroup = new double[groups.Columns.Aggregate(1, (product, column) => product * column.Count)];
        Array.Fill(_byGroup, overall);
        foreach (var group in groups.Groups)
        {
            _byGroup[IndexOf(groups.Columns, group.Parts)] = group.Threshold;
        }
    }

    /// <summary>The threshold of students without a group of their own.</summary>
    public double Overall { get; }

    [MemberNotNullWhen(true, nameof(_columns))]
    public bool IsByGroup => _columns is not null;

    /// <param name="row">The student's features, in the schema's order.</param>
    public double Of(ReadOnlySpan<float> row)
    {
        if (!IsByGroup)
        {
            return Overall;
        }

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

        return _byGroup[index];
    }

    /// <summary>Strictly above: a score equal to the threshold is not at risk.</summary>
    public bool IsExceeded(double score, ReadOnlySpan<float> row) => score > (IsByGroup ? Of(row) : Overall);

    private static int IndexOf(IReadOnlyList<GroupColumn> columns, IReadOnlyList<int> parts) =>
        columns.Select((column, place) => (column.Count, Part: parts[place])).Aggregate(0, (index, each) =>
            (index * each.Count) + each.Part);
}
