using System.Buffers;
using System.IO.Pipelines;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models;
using Antivirus.Model.Models.TreeShap;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;

namespace Antivirus.Model.Pipeline;

/// <summary>
/// Lets a report begin with the students of the highest scores: they are kept in memory, the lines of all wait on disk until the last
/// student is scored.
/// </summary>
internal sealed class LeadingStudents(int capacity, IRiskScorer scorer, TreeShapExplainer? explainer) : IAsyncDisposable
{
    private const int BatchStudents = 8192;
    private const int FlushBytes = 64 * 1024;

    // The last of the leading students is on top, to make room for a better one; of equal scores the earlier row leads.
    private readonly PriorityQueue<Student, (double Score, long Later)> _kept = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushBytes);
    private readonly FileStream _lines = TemporaryFile.Open("csv");
    private long _rows;

    /// <summary>Where the lines of all students go, without a header, in the order of <see cref="Add"/>.</summary>
    public Stream Lines => _lines;

    public void Add(StudentBatch batch, ReadOnlySpan<double> scores)
    {
        for (var student = 0; student < batch.Count; student++)
        {
            var rank = (scores[student], -_rows);
            if (_kept.Count < capacity)
            {
                _kept.Enqueue(Keep(batch, student), rank);
            }
            else if (_kept.TryPeek(out _, out var last) && rank.CompareTo(last) > 0)
            {
                _kept.EnqueueDequeue(Keep(batch, student), rank);
            }

            _rows++;
        }
    }

    /// <summary>Writes the report: the leading students, highest score first and all with reasons, then the others in the upload's
    /// order.</summary>
    public async Task<LeadingList> WriteAsync(Stream report, ReportWriter writer, RiskThreshold threshold,
        CancellationToken cancellationToken)
    {
        var (students, scores) = (new Student[_kept.Count], new double[_kept.Count]);
        for (var place = students.Length - 1; place >= 0; place--)
        {
            _kept.TryDequeue(out students[place]!, out var rank);
            scores[place] = rank.Score;
        }

        writer.WriteHeader(_buffer);
        var atRisk = 0;
        for (var start = 0; start < students.Length; start += BatchStudents)
        {
            var count = Math.Min(BatchStudents, students.Length - start);
            atRisk += WriteLeading(writer, students.AsSpan(start, count), scores.AsSpan(start, count), threshold);
            await EmptyAsync(report, cancellationToken);
        }

        await WriteOthersAsync(report, [.. students.Select(student => student.Row)], cancellationToken);
        return new LeadingList(students.Length, atRisk, Math.Round(scores[^1], 4), explainer is not null,
            scorer.Artefact is { } artefact ? HeldOutRecall.At(artefact.Metrics, students.Length / (double)_rows) : null);
    }

    public ValueTask DisposeAsync() => _lines.DisposeAsync();

    private Student Keep(StudentBatch batch, int student) => new(_rows, batch.Id(student).ToArray(), batch.Row(student).ToArray());

    private int WriteLeading(ReportWriter writer, ReadOnlySpan<Student> students, ReadOnlySpan<double> scores, RiskThreshold threshold)
    {
        var batch = new StudentBatch(students.Length, scorer.Schema.Features.Count);
        foreach (var student in students)
        {
            student.Features.CopyTo(batch.NextRow());
            batch.Add(student.Id);
        }

        var reasons = explainer is null ? null : new StudentReasons(students.Length, batch.FeatureCount);
        reasons?.Find(explainer!, new ReasonRules(scorer.Schema), batch, scores, new RiskThreshold(double.NegativeInfinity));
        return writer.WriteBatch(_buffer, batch, scores, threshold, reasons);
    }

    private async Task WriteOthersAsync(Stream report, HashSet<long> leading, CancellationToken cancellationToken)
    {
        _lines.Position = 0;
        var lines = PipeReader.Create(_lines, new StreamPipeReaderOptions(bufferSize: 4 * FlushBytes, leaveOpen: true));
        for (var row = 0L; ;)
        {
            var read = await lines.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var next = rest.GetPosition(1, end);
                CopyUnless(leading.Contains(row++), rest.Slice(0, next));
                rest = rest.Slice(next);
            }

            await EmptyAsync(report, cancellationToken);
            if (read.IsCompleted)
            {
                return;
            }

            lines.AdvanceTo(rest.Start, rest.End);
        }
    }

    private void CopyUnless(bool isLeading, ReadOnlySequence<byte> line)
    {
        if (!isLeading)
        {
            line.CopyTo(_buffer.GetSpan((int)line.Length));
            _buffer.Advance((int)line.Length);
        }
    }

    private async ValueTask EmptyAsync(Stream report, CancellationToken cancellationToken)
    {
        await report.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        _buffer.ResetWrittenCount();
    }

    /// <summary>A student who may lead the report.</summary>
    /// <param name="Row">Place in the upload, from 0.</param>
    private sealed record Student(long Row, byte[] Id, float[] Features);
}
