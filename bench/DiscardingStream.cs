namespace Antivirus.Bench;

/// <summary>Takes what is written and keeps nothing, at once.</summary>
internal sealed class DiscardingStream : MemoryStream
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.CompletedTask;
}
