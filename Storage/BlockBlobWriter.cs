using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Antivirus.Blobs;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Storage;

/// <summary>
/// Writes a block blob that nobody sees before <see cref="CommitAsync"/>: a block is staged while the next one fills,
/// and a writer that is dropped leaves nothing. The SDK's own write stream commits when it is disposed, even after a failure.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "It can only be written: the name says what it is for.")]
public sealed class BlockBlobWriter(BlockBlobClient blob, int blockBytes = BlockBlobWriter.DefaultBlockBytes) : Stream
{
    /// <summary>4 MiB: with 50 000 blocks a blob may hold 195 GiB.</summary>
    public const int DefaultBlockBytes = 4 * 1024 * 1024;

    // Tells a writer's own blob from another one's.
    private const string WriteMetadata = "escritura";
    private static readonly TimeSpan AbandonTime = TimeSpan.FromSeconds(10);
    private readonly List<string> _blockIds = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _writerId = RandomNumberGenerator.GetBytes(StagedBlocks.WriterBytes);
    private byte[] _block = ArrayPool<byte>.Shared.Rent(blockBytes);
    private int _filled;
    // A block on its way outlives the call that filled it, and so that call's token: only the writer's end stops it.
    private readonly CancellationTokenSource _end = new();
    private Task _staging = Task.CompletedTask;
    private int _idBytes = StagedBlocks.IdBytes;
    // How far storage's clock is ahead of the host's: the sweep goes by storage's.
    private TimeSpan _ahead;
    private byte[]? _staged;
    private bool _disposed;

    /// <summary>Bytes written so far.</summary>
    public long BytesWritten { get; private set; }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("A block blob in the making has no length yet.");

    public override long Position
    {
        get => BytesWritten;
        set => throw new NotSupportedException("A block blob is written from start to end.");
    }

    /// <summary>SHA-256 of all bytes written so far, lower-case hex.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _hash.AppendData(buffer.Span);
        BytesWritten += buffer.Length;
        while (!buffer.IsEmpty)
        {
            var taken = Math.Min(buffer.Length, blockBytes - _filled);
            buffer[..taken].CopyTo(_block.AsMemory(_filled));
            _filled += taken;
            buffer = buffer[taken..];
            if (_filled == blockBytes)
            {
                await _staging.WaitAsync(cancellationToken);
                StartStaging();
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Blocks are staged over the network: use WriteAsync.");

    /// <summary>Does nothing: blocks go out as they fill and with <see cref="CommitAsync"/>.</summary>
    public override void Flush() { }
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes the blob visible with all that was written: with one request where that fits one block.</summary>
    /// <exception cref="RequestFailedException">The conditions do not hold, or storage refused.</exception>
    public async Task CommitAsync(CommitBlockListOptions options, CancellationToken cancellationToken)
    {
        var write = Guid.NewGuid().ToString("N");
        options.Metadata = new Dictionary<string, string>(options.Metadata ?? new Dictionary<string, string>()) { [WriteMetadata] = write };
        await _staging.WaitAsync(cancellationToken);
        try
        {
            if (_blockIds.Count > 0 || !await TryPutAsync(options, cancellationToken))
            {
                await CommitBlocksAsync(options, cancellationToken);
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && StorageErrors.IsTransient(failure))
        {
            // The client repeats a commit whose answer was lost; then its own first one stands in the way.
            if (!await IsCommittedAsync(write, cancellationToken))
            {
                throw;
            }
        }
    }

    /// <summary>Removes the blocks that were staged for a blob that is not to be. What lies there already stays.</summary>
    public async Task AbandonAsync()
    {
        await _end.CancelAsync();
        await _staging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_blockIds.Count == 0)
        {
            return;
        }

        using var patience = new CancellationTokenSource(AbandonTime);
        try
        {
            await StagedBlocks.DropAsync(blob, patience.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException || StorageErrors.IsTransient(failure))
        {
            // Another file lies there, or storage is out of reach: the sweep of storage removes the blocks.
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is written only.");

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("A block blob is written from start to end.");

    public override void SetLength(long value) => throw new NotSupportedException("A block blob is written from start to end.");

    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            // A buffer goes back only when nothing reads it any more.
            await _end.CancelAsync();
            await _staging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            Return(_block);
            if (_staged is not null && _staging.IsCompleted)
            {
                Return(_staged);
            }

            _end.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <returns>False when something is there; with Azurite that may be blocks only that somebody left.</returns>
    private async Task<bool> TryPutAsync(CommitBlockListOptions options, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(_block, 0, _filled, writable: false);
        var put = new BlobUploadOptions { Conditions = options.Conditions, HttpHeaders = options.HttpHeaders, Metadata = options.Metadata };
        try
        {
            await blob.UploadAsync(content, put, cancellationToken);
            return true;
        }
        catch (RequestFailedException there) when (there.Status == 409)
        {
            return false;
        }
    }

    private async Task CommitBlocksAsync(CommitBlockListOptions options, CancellationToken cancellationToken)
    {
        if (_filled > 0)
        {
            StartStaging();
            await _staging.WaitAsync(cancellationToken);
        }

        await blob.CommitBlockListAsync(_blockIds, options, cancellationToken);
    }

    /// <summary>Whether the blob is what this writer wrote.</summary>
    private async Task<bool> IsCommittedAsync(string write, CancellationToken cancellationToken)
    {
        try
        {
            var there = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            return there.Value.Metadata.TryGetValue(WriteMetadata, out var known) && known == write;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && StorageErrors.IsTransient(failure))
        {
            return false;
        }
    }

    private static void Return(byte[] block) => ArrayPool<byte>.Shared.Return(block, clearArray: true);

    /// <summary>Sends the filled block, and goes on with the one that was sent before it.</summary>
    private void StartStaging()
    {
        // The writer's own prefix keeps two writers of one blob from mixing their blocks.
        _blockIds.Add(IdOf(_blockIds.Count));
        _staging = StageAsync(_block, _filled, _end.Token);
        (_block, _staged) = (_staged ?? ArrayPool<byte>.Shared.Rent(blockBytes), _block);
        _filled = 0;
    }

    private string IdOf(int number) => StagedBlocks.IdOf(_writerId, TimeProvider.System.GetUtcNow() + _ahead, number, _idBytes);

    /// <summary>Sends the block whose id came last.</summary>
    private async Task StageAsync(byte[] block, int length, CancellationToken cancellationToken)
    {
        try
        {
            await StageOnceAsync(block, length, cancellationToken);
        }
        catch (RequestFailedException left) when (left.ErrorCode == StagedBlocks.OtherLength && _blockIds.Count == 1)
        {
            // An upload that died left its blocks under this name, and storage takes ids of one length only; they go with the commit.
            if (await StagedBlocks.FindIdLengthAsync(blob, cancellationToken) is not { } found)
            {
                throw;
            }

            _idBytes = found;
            _blockIds[0] = IdOf(0);
            await StageOnceAsync(block, length, cancellationToken);
        }
    }

    private async Task StageOnceAsync(byte[] block, int length, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(block, 0, length, writable: false);
        var answer = (await blob.StageBlockAsync(_blockIds[^1], content, cancellationToken: cancellationToken)).GetRawResponse();
        _ahead = answer.Headers.Date - TimeProvider.System.GetUtcNow() ?? _ahead;
    }
}
