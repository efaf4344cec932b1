using System.Runtime.CompilerServices;

namespace Antivirus.Model.Cohorts;

/// <summary>Consecutive good rows of a cohort file: ids and encoded features, in file order. Reused: valid until it goes back to its reader.</summary>
public sealed class StudentBatch(int capacity, int featureCount)
{
    private readonly float[] _features = new float[capacity * featureCount];
    private readonly int[] _idEnds = new int[capacity];
    private readonly long[] _lines = new long[capacity];
    private byte[] _ids = new byte[capacity * 12];

    public int Capacity { get; } = capacity;

    public int FeatureCount { get; } = featureCount;

    public int Count { get; private set; }

    /// <summary>Row-major: student by student, features in the schema's order; NaN is a missing value.</summary>
    public ReadOnlyMemory<float> Features => _features.AsMemory(0, Count * FeatureCount);

    /// <summary>The features of one student, in the schema's order.</summary>
    public ReadOnlySpan<float> Row(int student) => RowAt(student);

    /// <summary>The student's id as UTF-8, as it stood in the file.</summary>
    public ReadOnlySpan<byte> Id(int student)
    {
        var start = student == 0 ? 0 : _idEnds[student - 1];
        return _ids.AsSpan(start, _idEnds[student] - start);
    }

    /// <summary>The cells of the next student, to be filled before <see cref="Add"/>.</summary>
    public Span<float> NextRow() => RowAt(Count);

    /// <summary>Line of the file that the student's row begins in.</summary>
    public long Line(int student) => _lines[student];

    /// <summary>Takes the student whose cells <see cref="NextRow"/> holds.</summary>
    /// <param name="line">Line of the file, from 1; 0 for a student who comes from none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ReadOnlySpan<byte> id, long line = 0)
    {
        var start = Count == 0 ? 0 : _idEnds[Count - 1];
        var end = start + id.Length;
        if (end > _ids.Length)
        {
            Array.Resize(ref _ids, Math.Max(end, _ids.Length * 2));
        }

        id.CopyTo(_ids.AsSpan(start));
        _lines[Count] = line;
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
                Add(id, _lines[student]);
            }
        }
    }

    // Made as it is: AsSpan over floats is compiled at each start, and its first, slow code would run for every row of a cohort.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<float> RowAt(int student) => new(_features, student * FeatureCount, FeatureCount);
}
