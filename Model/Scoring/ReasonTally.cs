using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Scoring;

/// <summary>Counts how often each feature is a reason over the students at risk.</summary>
internal sealed class ReasonTally(StudentSchema schema)
{
    private const int MaxReasons = 3;
    private readonly long[] _students = new long[schema.Features.Count];
    private long _otherData;

    public void Count(StudentBatch batch, StudentReasons reasons, ReadOnlySpan<double> scores, RiskThreshold threshold)
    {
        for (var student = 0; student < batch.Count; student++)
        {
            if (threshold.IsExceeded(scores[student], batch.Row(student)))
            {
                foreach (var feature in reasons.Of(student))
                {
                    switch (feature)
                    {
                        case ReasonRules.OtherData:
                            _otherData++;
                            break;
                        case ReasonRules.NoClearSignal:
                            break;
                        default:
                            _students[feature]++;
                            break;
                    }
                }
            }
        }
    }

    /// <summary>The most frequent reasons first; equal ones in the schema's order.</summary>
    public IReadOnlyList<ReasonCount> Top()
    {
        // Put in their places by hand: an order by numbers would be compiled at each start of a command.
        var top = new List<ReasonCount>();
        foreach (var reason in schema.Features
            .Select((feature, index) => new ReasonCount(feature.Name, feature.LabelEs, feature.LabelEn, _students[index]))
            .Append(new ReasonCount("", "Otros datos", "Other data", _otherData))
            .Where(reason => reason.Students > 0))
        {
            var place = top.FindIndex(other => other.Students < reason.Students);
            top.Insert(place < 0 ? top.Count : place, reason);
        }

        return top[..Math.Min(MaxReasons, top.Count)];
    }
}
