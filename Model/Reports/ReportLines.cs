using System.Buffers;
using System.IO.Pipelines;

namespace Antivirus.Model.Reports;

/// <summary>Calls back with each line of a report behind the header, without its end.</summary>
internal sealed class ReportLines(Action<ReadOnlySpan<byte>> take)
{
    private const int BufferBytes = 256 * 1024;
    private bool _isHeader = true;

    public async Task ReadAsync(Stream report, CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(report, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
        while (true)
        {
            var read = await pipe.ReadAsync(cancellationToken);
            var rest = TakeWhole(read.Buffer);
            if (read.IsCompleted)
            {
                Take(rest.IsSingleSegment ? rest.FirstSpan : rest.ToArray());
                return;
            }

            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    /// <summary>Takes the lines that have an end; a search within one segment costs far less than one over a sequence.</summary>
    /// <returns>The line whose end has not come yet.</returns>
    private ReadOnlySequence<byte> TakeWhole(ReadOnlySequence<byte> rest)
    {
        while (true)
        {
            var segment = rest.FirstSpan;
            var start = 0;
            while (segment[start..].IndexOf((byte)'\n') is >= 0 and var length)
            {
                Take(segment.Slice(start, length));
                start += length + 1;
            }

            rest = rest.Slice(start);
            if (rest.IsSingleSegment || rest.PositionOf((byte)'\n') is not { } end)
            {
                return rest;
            }

            // A line that began in one segment and ends in another.
            Take(rest.Slice(0, end).ToArray());
            rest = rest.Slice(rest.GetPosition(1, end));
        }
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        var whole = line.TrimEnd((byte)'\r');
        if (!_isHeader && !whole.IsEmpty)
        {
            take(whole);
        }

        _isHeader = false;
    }
}
