namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Gives the parser the file again from its start, but of each line at most <see cref="MaxLineBytes"/>:
/// a line of 200 MB must neither fill the memory nor cost the rows after it.
/// </summary>
/// <param name="start">The bytes that were looked at already.</param>
/// <param name="rest">What follows them.</param>
internal sealed class LineGuard(ReadOnlyMemory<byte> start, Stream rest) : ForwardStream
{
    /// <summary>Longest line that is read as a row.</summary>
    public const int MaxLineBytes = 256 * 1024;

    private readonly PrefixedStream _source = new(start, rest);
    private long _lineBytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await _source.ReadAsync(buffer[..Math.Min(buffer.Length, MaxLineBytes)], cancellationToken);
            var kept = Keep(buffer.Span[..read]);
            if (kept > 0 || read == 0)
            {
                return kept;
            }
        }
    }

    /// <summary>Cuts what is too long out of the bytes, in place; returns how many are left. At most the line that began before them can be
    /// too long.</summary>
    private int Keep(Span<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        var length = end < 0 ? bytes.Length : end;
        var excess = (int)Math.Clamp(_lineBytes + length - MaxLineBytes, 0, length);
        bytes[length..].CopyTo(bytes[(length - excess)..]);
        _lineBytes = end < 0 ? _lineBytes + length : bytes.Length - bytes.LastIndexOfAny((byte)'\n', (byte)'\r') - 1;
        return bytes.Length - excess;
    }
}
