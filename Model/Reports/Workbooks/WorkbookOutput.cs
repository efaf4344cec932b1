using SpreadCheetah;

namespace Antivirus.Model.Reports.Workbooks;

/// <summary>
/// The stream that a workbook is written to. Archives end their entries by synchronous writes, which the body of an HTTP response refuses:
/// those few bytes wait here for the next asynchronous write. The parts bear a fixed date: the same report is always the same file.
/// </summary>
internal sealed class WorkbookOutput : Stream
{
    // The properties of a document hold when it was made.
    private static readonly SpreadCheetahOptions Options = new() { DocumentProperties = null };

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
        await using (var workbook = await Spreadsheet.CreateNewAsync(buffered, Options, cancellationToken))
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

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var start = (int)_waiting.Length;
        _waiting.Write(buffer);
        PartDates.Fix(_waiting.GetBuffer().AsSpan(start, buffer.Length));
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await EmptyAsync(cancellationToken);
        if (!PartDates.IsHeader(buffer.Span))
        {
            await _output.WriteAsync(buffer, cancellationToken);
            return;
        }

        var header = buffer.ToArray();
        PartDates.Fix(header);
        await _output.WriteAsync(header, cancellationToken);
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
