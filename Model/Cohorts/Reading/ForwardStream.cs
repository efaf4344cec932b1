namespace Antivirus.Model.Cohorts.Reading;

/// <summary>A stream that is only read, asynchronously and from start to end; the reader's own streams are made of it.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("This stream is read from start to end.");

    public override long Position
    {
        get => throw new NotSupportedException("This stream is read from start to end.");
        set => throw new NotSupportedException("This stream is read from start to end.");
    }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Cohorts are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("This stream is read from start to end.");

    public override void SetLength(long value) => throw new NotSupportedException("This stream is only read.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is only read.");
}
