namespace Antivirus.Model.Reports;

/// <summary>
/// A full report in the order of calls, read in one pass: the first students with their lines, and of all others only how many have each
/// probability, which has four decimals; so that a report of any length takes little memory.
/// </summary>
public sealed class ReportRanking
{
    // Of the standard normal distribution: nine of ten values lie within.
    private const double NinetyPercent = 1.6449;

    /// <summary>Steps of a probability from 0 to 1.</summary>
    private const int Scale = 10_000;
    private readonly int[] _counts;

    private ReportRanking(int[] counts, IReadOnlyList<RankedStudent> first, RankedStudent? wanted) =>
        (_counts, Students, First, Wanted) = (counts, counts.Sum(), first, wanted);

    public int Students { get; }

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
        var (left, lowest) = (count, 0);
        for (var step = Scale; left > 0; step--)
        {
            var (taken, score) = (Math.Min(left, _counts[step]), (double)step / Scale);
            expected += taken * score;
            variance += taken * score * (1 - score);
            (left, lowest) = (left - taken, step);
        }

        // A sum of independent yes-or-no outcomes (Poisson binomial), which is close to normal.
        var margin = NinetyPercent * Math.Sqrt(variance);
        return new CallList(
            count,
            Math.Round((double)lowest / Scale, 4),
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
        await new ReportLines(pass.Take).ReadAsync(report, cancellationToken);
        return pass.Finish();
    }

    /// <summary>The probabilities of some students by id; those whom the report does not have are left out.</summary>
    /// <exception cref="InvalidDataException">The report has no probabilities.</exception>
    public static async Task<Dictionary<string, double>> ReadScoresAsync(
        Stream report, IReadOnlySet<string> ids, CancellationToken cancellationToken)
    {
        var scores = new Dictionary<string, double>();
        var wanted = new WantedIds(ids);
        await new ReportLines(line =>
        {
            if (wanted.Of(line) is { } id && ReportLine.TryReadScore(line, out var score))
            {
                scores[id] = Math.Round(score, 4);
            }
        }).ReadAsync(report, cancellationToken);
        return scores;
    }

    /// <summary>What one pass over a report gathers.</summary>
    private sealed class Pass(int maxFirst, string? wantedId)
    {
        // The last of the first students is on top, to make room for a better one.
        private readonly PriorityQueue<byte[], (int Step, int Later)> _first = new();
        private readonly int[] _counts = new int[Scale + 1];
        private readonly WantedIds? _ids = wantedId is null ? null : new([wantedId]);
        private int _rows;
        private int _lastStep = -1;
        private byte[]? _wanted;
        private int _wantedStep;
        private int _equalBefore;

        public void Take(ReadOnlySpan<byte> line)
        {
            if (!ReportLine.TryReadScore(line, out var score))
            {
                throw new InvalidDataException("The report has no probabilities.");
            }

            var step = (int)MathF.Round(score * Scale);
            if (_wanted is null && _ids?.Of(line) is not null)
            {
                (_wanted, _wantedStep, _equalBefore) = (line.ToArray(), step, _counts[step]);
            }

            _counts[step]++;
            Keep(line, step, _rows++);
        }

        public ReportRanking Finish()
        {
            var first = new RankedStudent[_first.Count];
            for (var place = first.Length; place > 0; place--)
            {
                first[place - 1] = ReportLine.Read(_first.Dequeue(), place);
            }

            var wanted = _wanted is null ? null
                : ReportLine.Read(_wanted, 1 + _equalBefore + _counts.AsSpan(_wantedStep + 1).ToArray().Sum());
            return new ReportRanking(_counts, first, wanted);
        }

        /// <summary>Of equal ones the earlier stay.</summary>
        private void Keep(ReadOnlySpan<byte> line, int step, int row)
        {
            if (_first.Count < maxFirst)
            {
                _first.Enqueue(line.ToArray(), (step, -row));
            }
            else if (maxFirst > 0 && step > _lastStep)
            {
                _first.EnqueueDequeue(line.ToArray(), (step, -row));
            }
            else
            {
                return;
            }

            _first.TryPeek(out _, out var last);
            _lastStep = last.Step;
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
