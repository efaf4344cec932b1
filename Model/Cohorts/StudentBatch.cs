using System.Runtime.CompilerServices;

namespace Antivirus.Model.Cohorts;

/// <summary>Consecutive good rows of a cohort file: ids and encoded features, in file order. Reused: valid until it goes back to its
/// reader.</summary>
public sealed class StudentBatch(int capacity, int featureCount)
{
    /// <summary>The bits of <see cref="NewWord"/>: a NaN that no arithmetic makes.</summary>
    internal const uint NewWordBits = 0x7FC0_4E57;

    /// <summary>Stands for a category's word that the model was not trained on; a missing value is any other NaN.</summary>
    public static readonly float NewWord = BitConverter.UInt32BitsToSingle(NewWordBits);

    private readonly float[] _features = new float[capacity * featureCount];
    private readonly int[] _idEnds = new int[capacity];
    private readonly long[] _lines = new long[capacity];
    private readonly List<NewWordCell> _newWords = [];
    private byte[] _ids = new byte[capacity * 12];

    public int Capacity { get; } = capacity;

    public int FeatureCount { get; } = featureCount;

    public int Count { get; private set; }

    /// <summary>Row-major: student by student, features in the schema's order; NaN is a missing value, or <see cref="NewWord"/>.</summary>
    public ReadOnlyMemory<float> Features => _features.AsMemory(0, Count * FeatureCount);

    /// <summary>The cells with new words, in the order of the students.</summary>
    internal List<NewWordCell> NewWords => _newWords;

    /// <summary>Whether the value is <see cref="NewWord"/>, and no other NaN.</summary>
    public static bool IsNewWord(float value) => BitConverter.SingleToUInt32Bits(value) == NewWordBits;

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

    /// <summary>Names the new word that a cell of <see cref="NextRow"/> holds.</summary>
    internal void AddNewWord(int feature, string word) => _newWords.Add(new NewWordCell(Count, feature, word));

    /// <summary>How many new words <see cref="NextRow"/> has so far.</summary>
    internal int NewWordsInNextRow
    {
        get
        {
            var count = 0;
            while (count < _newWords.Count && _newWords[^(count + 1)].Student == Count)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>Forgets the new words of <see cref="NextRow"/>, whose row is refused.</summary>
    internal void DropRow() => _newWords.RemoveRange(_newWords.Count - NewWordsInNextRow, NewWordsInNextRow);

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

    public void Clear()
    {
        Count = 0;
        _newWords.Clear();
    }

    /// <summary>Takes the marked students out; the others move up and keep their order.</summary>
    public void Remove(ReadOnlySpan<bool> marked)
    {
        var (all, idEnd) = (Count, 0);
        var cells = _newWords.ToArray();
        var next = 0;
        _newWords.Clear();
        Count = 0;
        for (var student = 0; student < all; student++)
        {
            var id = _ids.AsSpan(idEnd, _idEnds[student] - idEnd);
            idEnd = _idEnds[student];
            for (; next < cells.Length && cells[next].Student == student; next++)
            {
                if (!marked[student])
                {
                    _newWords.Add(cells[next] with { Student = Count });
                }
            }

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

/// <summary>A cell whose word the model was not trained on.</summary>
/// <param name="Student">Index in the batch.</param>
/// <param name="Feature">Index in the schema.</param>
/// <param name="Word">As it stood in the file; goes to the institution only, never to a log.</param>
internal sealed record NewWordCell(int Student, int Feature, string Word);
