using Antivirus.Model.Cohorts;
using Antivirus.Model.Models.TreeShap;

namespace Antivirus.Model.Scoring;

/// <summary>The features that raise the risk of each student of a batch most, strongest first. Reused with its batch.</summary>
internal sealed class StudentReasons(int capacity, int featureCount)
{
    /// <summary>Most features named for one student.</summary>
    public const int MaxReasons = 3;

    private readonly short[] _features = new short[capacity * MaxReasons];
    private readonly int[] _students = new int[Math.Min(capacity, TreeShapExplainer.BlockRows)];

    // Made with the first student at risk: a report without reasons takes no memory for them.
    private float[] _rows = [];
    private double[] _contributions = [];

    /// <summary>Indexes of the student's reasons in the schema, or the constants of <see cref="ReasonRules"/>; none for a student who was
    /// not asked about.</summary>
    public ReadOnlySpan<short> Of(int student)
    {
        var three = _features.AsSpan(student * MaxReasons, MaxReasons);
        var end = three.IndexOf((short)-1);
        return end < 0 ? three : three[..end];
    }

    /// <summary>Finds the reasons of the students whose score exceeds the threshold.</summary>
    internal void Find(TreeShapExplainer explainer, ReasonRules rules, StudentBatch batch, ReadOnlySpan<double> scores,
        RiskThreshold threshold)
    {
        ReasonRules.Clear(_features.AsSpan(0, batch.Count * MaxReasons));
        if (_rows.Length == 0)
        {
            _rows = new float[_students.Length * featureCount];
            _contributions = new double[_students.Length * featureCount];
        }

        var count = 0;
        for (var student = 0; student < batch.Count; student++)
        {
            if (threshold.IsExceeded(scores[student], batch.Row(student)))
            {
                batch.Row(student).CopyTo(_rows.AsSpan(count * featureCount));
                _students[count++] = student;
            }

            if (count == _students.Length || (student == batch.Count - 1 && count > 0))
            {
                Explain(explainer, rules, count);
                count = 0;
            }
        }
    }

    private void Explain(TreeShapExplainer explainer, ReasonRules rules, int count)
    {
        explainer.ExplainMany(_rows.AsSpan(0, count * featureCount), _contributions);
        for (var row = 0; row < count; row++)
        {
            rules.Choose(_contributions.AsSpan(row * featureCount, featureCount), _rows.AsSpan(row * featureCount, featureCount),
                _features.AsSpan(_students[row] * MaxReasons, MaxReasons));
        }
    }
}
