namespace Antivirus.Functions.Emails.Content;

/// <summary>Keeps what is written as long as it is not too much; then it forgets all of it, and memory stays flat.</summary>
internal sealed class CappedStream(int maxBytes) : Stream
{
    private MemoryStream? _kept = new();

    /// <summary>All that was written; null when it was too much.</summary>
    public ReadOnlyMemory<byte>? Content => _kept is null ? default(ReadOnlyMemory<byte>?) : _kept.ToArray();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("What was too much is not counted.");

    public override long Position
    {
        get => throw new NotSupportedException("What was too much is not counted.");
        set => throw new NotSupportedException("This stream is written from start to end.");
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_kept is not null && _kept.Length + count > maxBytes)
        {
            _kept = null;
        }

        _kept?.Write(buffer, offset, count);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.ToArray(), 0, buffer.Length);
        return ValueTask.CompletedTask;
    }

    /// <summary>Does nothing: all is in memory.</summary>
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is written only.");

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("This stream is written from start to end.");

    public override void SetLength(long value) => throw new NotSupportedException("This stream is written from start to end.");
}
