using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Scoring;

/// <summary>Counts how often each feature is a reason over the students at risk.</summary>
internal sealed class ReasonTally(StudentSchema schema)
{
    private const int MaxReasons = 3;
    private readonly long[] _students = new long[schema.Features.Count];

    public void Count(int count, StudentReasons reasons, ReadOnlySpan<double> scores, double threshold)
    {
        for (var student = 0; student < count; student++)
        {
            if (scores[student] > threshold)
            {
                foreach (var feature in reasons.Of(student))
                {
                    _students[feature]++;
                }
            }
        }
    }

    /// <summary>The most frequent reasons first; equal ones in the schema's order.</summary>
    public IReadOnlyList<ReasonCount> Top() =>
    [
        .. schema.Features
            .Select((feature, index) => new ReasonCount(feature.Name, feature.LabelEs, feature.LabelEn, _students[index]))
            .Where(reason => reason.Students > 0)
            .OrderByDescending(reason => reason.Students)
            .Take(MaxReasons),
    ];
}
