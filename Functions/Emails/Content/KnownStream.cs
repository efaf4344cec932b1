using System.Security.Cryptography;

namespace Antivirus.Functions.Emails.Content;

/// <summary>Keeps the hash, the length and the first part of what is read through it. A reader of tables that closes it does no
/// harm.</summary>
/// <param name="source">Stays open, as the others do.</param>
/// <param name="hash">Takes all bytes.</param>
/// <param name="head">Takes the first bytes, as many as it has room for.</param>
internal sealed class KnownStream(Stream source, IncrementalHash hash, MemoryStream head) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    /// <summary>Bytes read so far.</summary>
    public override long Length => Position;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await source.ReadAsync(buffer, cancellationToken);
        Take(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = source.Read(buffer, offset, count);
        Take(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("This stream is read from start to end.");

    public override void SetLength(long value) => throw new NotSupportedException("This stream is only read.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is only read.");

    private void Take(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        head.Write(bytes[..(int)Math.Min(bytes.Length, head.Capacity - head.Length)]);
        Position += bytes.Length;
    }
}
