using System.Buffers;
using System.IO.Pipelines;

namespace Antivirus.Model.Reports;

/// <summary>
/// A full report in the order of calls, read in one pass: the first students with their lines, and of all others the probability only,
/// so that a report of a million students takes 4 MB.
/// </summary>
public sealed class ReportRanking
{
    // Of the standard normal distribution: nine of ten values lie within.
    private const double NinetyPercent = 1.6449;
    private readonly float[] _scores;

    private ReportRanking(float[] scores, IReadOnlyList<RankedStudent> first, RankedStudent? wanted) =>
        (_scores, First, Wanted) = (scores, first, wanted);

    public int Students => _scores.Length;

    /// <summary>The first students, as many as were asked for.</summary>
    public IReadOnlyList<RankedStudent> First { get; }

    /// <summary>The student whose id was asked for; null when the report has none.</summary>
    public RankedStudent? Wanted { get; }

    /// <summary>What to expect of a list of the first students.</summary>
    /// <param name="capacity">How many can be called, from 1; more than the report has count as all.</param>
    public CallList ListOf(int capacity)
    {
        var count = Math.Clamp(capacity, Math.Min(1, Students), Students);
        double expected = 0, variance = 0;
        foreach (var score in _scores.AsSpan(0, count))
        {
            expected += score;
            variance += score * (1.0 - score);
        }

        // A sum of independent yes-or-no outcomes (Poisson binomial), which is close to normal.
        var margin = NinetyPercent * Math.Sqrt(variance);
        return new CallList(
            count,
            count == 0 ? 0 : Math.Round(_scores[count - 1], 4),
            (int)Math.Round(expected),
            (int)Math.Max(0, Math.Floor(expected - margin)),
            (int)Math.Min(count, Math.Ceiling(expected + margin)));
    }

    /// <param name="report">A report with probabilities, as <see cref="ReportWriter"/> writes it.</param>
    /// <param name="maxFirst">How many students to keep whole, from 0.</param>
    /// <param name="wantedId">The id of a student to look for, whatever the place; null for none.</param>
    /// <exception cref="InvalidDataException">The report has no probabilities: it was written with the original's two columns.</exception>
    public static async Task<ReportRanking> ReadAsync(Stream report, int maxFirst, string? wantedId, CancellationToken cancellationToken)
    {
        var pass = new Pass(maxFirst, wantedId);
        await ReadLinesAsync(report, pass.Take, cancellationToken);
        return pass.Finish();
    }

    /// <summary>The probabilities of some students by id; those whom the report does not have are left out.</summary>
    /// <exception cref="InvalidDataException">The report has no probabilities.</exception>
    public static async Task<Dictionary<string, double>> ReadScoresAsync(
        Stream report, IReadOnlySet<string> ids, CancellationToken cancellationToken)
    {
        var scores = new Dictionary<string, double>();
        var wanted = new WantedIds(ids);
        await ReadLinesAsync(report, line =>
        {
            if (wanted.Of(line) is { } id && ReportLine.TryReadScore(line, out var score))
            {
                scores[id] = Math.Round(score, 4);
            }
        }, cancellationToken);
        return scores;
    }

    /// <summary>Calls back with each line behind the header, without its end.</summary>
    private static async Task ReadLinesAsync(Stream report, Action<ReadOnlySpan<byte>> take, CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(report, new StreamPipeReaderOptions(bufferSize: 256 * 1024, leaveOpen: true));
        var isHeader = true;
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                TakeLine(rest.Slice(0, end), isHeader, take);
                isHeader = false;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                TakeLine(rest, isHeader, take);
                return;
            }

            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static void TakeLine(ReadOnlySequence<byte> line, bool isHeader, Action<ReadOnlySpan<byte>> take)
    {
        var whole = (line.IsSingleSegment ? line.FirstSpan : line.ToArray()).TrimEnd((byte)'\r');
        if (!isHeader && !whole.IsEmpty)
        {
            take(whole);
        }
    }

    /// <summary>What one pass over a report gathers.</summary>
    private sealed class Pass(int maxFirst, string? wantedId)
    {
        // The last of the first students is on top, to make room for a better one.
        private readonly PriorityQueue<byte[], (float Score, int Later)> _first = new();
        private readonly List<float> _scores = [];
        private readonly WantedIds? _ids = wantedId is null ? null : new([wantedId]);
        private byte[]? _wanted;
        private int _wantedRow;

        public void Take(ReadOnlySpan<byte> line)
        {
            if (!ReportLine.TryReadScore(line, out var score))
            {
                throw new InvalidDataException("The report has no probabilities.");
            }

            var row = _scores.Count;
            _scores.Add(score);
            Keep(line, (score, -row));
            if (_wanted is null && _ids?.Of(line) is not null)
            {
                (_wanted, _wantedRow) = (line.ToArray(), row);
            }
        }

        public ReportRanking Finish()
        {
            var first = new RankedStudent[_first.Count];
            for (var place = first.Length; place > 0; place--)
            {
                first[place - 1] = ReportLine.Read(_first.Dequeue(), place);
            }

            var wanted = _wanted is null ? null : ReportLine.Read(_wanted, OrderOf(_wantedRow));
            var scores = _scores.ToArray();
            Array.Sort(scores);
            Array.Reverse(scores);
            return new ReportRanking(scores, first, wanted);
        }

        private void Keep(ReadOnlySpan<byte> line, (float Score, int Later) rank)
        {
            if (_first.Count < maxFirst)
            {
                _first.Enqueue(line.ToArray(), rank);
            }
            else if (_first.TryPeek(out _, out var last) && rank.CompareTo(last) > 0)
            {
                _first.EnqueueDequeue(line.ToArray(), rank);
            }
        }

        private int OrderOf(int row)
        {
            var order = 1;
            for (var other = 0; other < _scores.Count; other++)
            {
                order += _scores[other] > _scores[row] || (_scores[other] == _scores[row] && other < row) ? 1 : 0;
            }

            return order;
        }
    }
}

/// <summary>What to expect of a list of the students with the highest probabilities.</summary>
/// <param name="Capacity">How many stand on it.</param>
/// <param name="LowestScore">Probability of the last of them, 0 to 1.</param>
/// <param name="Expected">How many of them are expected to be at risk, by their probabilities.</param>
/// <param name="ExpectedLow">Lower end of the 90 % interval of that number.</param>
/// <param name="ExpectedHigh">Upper end.</param>
public sealed record CallList(int Capacity, double LowestScore, int Expected, int ExpectedLow, int ExpectedHigh);
