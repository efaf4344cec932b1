using SpreadCheetah;

namespace Antivirus.Model.Reports.Workbooks;

/// <summary>
/// The stream that a workbook is written to. Archives end their entries by synchronous writes, which the body of an HTTP response refuses:
/// those few bytes wait here for the next asynchronous write.
/// </summary>
internal sealed class WorkbookOutput : Stream
{
    private readonly Stream _output;
    private readonly MemoryStream _waiting = new();

    private WorkbookOutput(Stream output) => _output = output;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes a whole workbook; the output stays open.</summary>
    public static async Task WriteAsync(Stream output, Func<Spreadsheet, Task> write, CancellationToken cancellationToken)
    {
        await using var buffered = new WorkbookOutput(output);
        await using (var workbook = await Spreadsheet.CreateNewAsync(buffered, cancellationToken: cancellationToken))
        {
            await write(workbook);
            await workbook.FinishAsync(cancellationToken);
        }

        await buffered.FlushAsync(cancellationToken);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await EmptyAsync(cancellationToken);
        await _output.FlushAsync(cancellationToken);
    }

    public override void Flush()
    {
        // The next asynchronous write or flush takes what waits.
    }

    public override void Write(byte[] buffer, int offset, int count) => _waiting.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _waiting.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await EmptyAsync(cancellationToken);
        await _output.WriteAsync(buffer, cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask EmptyAsync(CancellationToken cancellationToken)
    {
        if (_waiting.Length > 0)
        {
            await _output.WriteAsync(_waiting.GetBuffer().AsMemory(0, (int)_waiting.Length), cancellationToken);
            _waiting.SetLength(0);
        }
    }
}
