namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Bytes that were read already, and then the stream that they came from.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> _prefix = prefix;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_prefix.IsEmpty)
        {
            return rest.ReadAsync(buffer, cancellationToken);
        }

        var taken = Math.Min(buffer.Length, _prefix.Length);
        _prefix[..taken].CopyTo(buffer);
        _prefix = _prefix[taken..];
        return ValueTask.FromResult(taken);
    }
}
