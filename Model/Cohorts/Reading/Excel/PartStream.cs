namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>One part of a workbook as it unpacks, held to the limits while it does.</summary>
internal sealed class PartStream(Stream unpacked, long packedBytes, UnpackedBytes total, WorkbookLimits limits, WorkbookTexts texts)
    : Stream
{
    private long _read;
    private long _sinceNode;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <summary>The parser has taken a node: what is read from here on belongs to the next one.</summary>
    public void StartNode() => _sinceNode = 0;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="CohortFormatException">The part passes a limit.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = unpacked.Read(buffer);
        _read += read;
        _sinceNode += read;
        total.Value += read;
        var isBomb = _read > limits.RatioFreeBytes && _read / Math.Max(packedBytes, 1) >= limits.MaxRatio;
        return isBomb || total.Value > limits.MaxUnpackedBytes || _sinceNode > limits.MaxNodeBytes ? throw texts.TooLarge() : read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>Bytes that all parts of one workbook unpacked to.</summary>
internal sealed class UnpackedBytes
{
    public long Value { get; set; }
}
