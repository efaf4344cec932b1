namespace Antivirus.Training.Output;

/// <summary>
/// A file of this machine that a whole cohort is read from or written to. A call does its work before it returns: the disk's cache
/// answers sooner than another thread would.
/// </summary>
internal sealed class LocalFile(string path, FileMode mode, FileAccess access)
    : FileStream(path, mode, access, access == FileAccess.Read ? FileShare.Read : FileShare.None, bufferSize: 0, FileOptions.SequentialScan)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<int>(Read(buffer.Span));
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Flush();
        return Task.CompletedTask;
    }
}
