namespace Antivirus.Model.Cohorts;

/// <summary>Consecutive good rows of a cohort file: ids and encoded features, in file order. Reused: valid until it goes back to its reader.</summary>
public sealed class StudentBatch(int capacity, int featureCount)
{
    private readonly float[] _features = new float[capacity * featureCount];
    private readonly int[] _idEnds = new int[capacity];
    private byte[] _ids = new byte[capacity * 12];

    public int Capacity { get; } = capacity;

    public int FeatureCount { get; } = featureCount;

    public int Count { get; private set; }

    /// <summary>Row-major: student by student, features in the schema's order; NaN is a missing value.</summary>
    public ReadOnlyMemory<float> Features => _features.AsMemory(0, Count * FeatureCount);

    /// <summary>The features of one student, in the schema's order.</summary>
    public ReadOnlySpan<float> Row(int student) => _features.AsSpan(student * FeatureCount, FeatureCount);

    /// <summary>The student's id as UTF-8, as it stood in the file.</summary>
    public ReadOnlySpan<byte> Id(int student)
    {
        var start = student == 0 ? 0 : _idEnds[student - 1];
        return _ids.AsSpan(start, _idEnds[student] - start);
    }

    /// <summary>The cells of the next student, to be filled before <see cref="Add"/>.</summary>
    public Span<float> NextRow() => _features.AsSpan(Count * FeatureCount, FeatureCount);

    /// <summary>Takes the student whose cells <see cref="NextRow"/> holds.</summary>
    public void Add(ReadOnlySpan<byte> id)
    {
        var start = Count == 0 ? 0 : _idEnds[Count - 1];
        var end = start + id.Length;
        if (end > _ids.Length)
        {
            Array.Resize(ref _ids, Math.Max(end, _ids.Length * 2));
        }

        id.CopyTo(_ids.AsSpan(start));
        _idEnds[Count++] = end;
    }

    public void Clear() => Count = 0;

    /// <summary>Takes the marked students out; the others move up and keep their order.</summary>
    public void Remove(ReadOnlySpan<bool> marked)
    {
        var (all, idEnd) = (Count, 0);
        Count = 0;
        for (var student = 0; student < all; student++)
        {
            var id = _ids.AsSpan(idEnd, _idEnds[student] - idEnd);
            idEnd = _idEnds[student];
            if (!marked[student])
            {
                Row(student).CopyTo(NextRow());
                Add(id);
            }
        }
    }
}
