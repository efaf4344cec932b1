using System.Buffers.Binary;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Antivirus.Storage;

/// <summary>
/// The blocks that <see cref="BlockBlobWriter"/> stages. Storage does not tell when a block came or from whom, so their ids do: of a writer
/// that was killed they are told from those of an upload by a write link, which belong to somebody else.
/// </summary>
internal static class StagedBlocks
{
    /// <summary>Bytes that tell one writer from another.</summary>
    public const int WriterBytes = 4;

    /// <summary>What storage answers to a block whose id has another length than those of the blob's other blocks.</summary>
    public const string OtherLength = "InvalidBlobOrBlock";

    /// <summary>Bytes of an id, where no other blocks ask for another length.</summary>
    public const int IdBytes = 12;

    // Without mark and time: enough to tell blocks and writers apart.
    private const int MinIdBytes = WriterBytes + sizeof(ushort);
    private const int MaxIdBytes = 64;
    private const ushort Mark = 0x4156;
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="writer">Random, <see cref="WriterBytes"/> long.</param>
    /// <param name="number">Of the block in its blob, from 0; storage takes 50 000.</param>
    /// <param name="length">In bytes; one of less than <see cref="IdBytes"/> cannot be told from those of others.</param>
    public static string IdOf(ReadOnlySpan<byte> writer, DateTimeOffset stagedAt, int number, int length = IdBytes)
    {
        Span<byte> id = stackalloc byte[Math.Max(length, IdBytes)];
        id.Clear();
        if (length < IdBytes)
        {
            writer.CopyTo(id);
            BinaryPrimitives.WriteUInt16BigEndian(id[WriterBytes..], checked((ushort)number));
            return Convert.ToBase64String(id[..length]);
        }

        BinaryPrimitives.WriteUInt16BigEndian(id, Mark);
        writer.CopyTo(id[2..]);
        BinaryPrimitives.WriteUInt32BigEndian(id[6..], (uint)(stagedAt - Epoch).TotalMinutes);
        BinaryPrimitives.WriteUInt16BigEndian(id[10..], checked((ushort)number));
        return Convert.ToBase64String(id);
    }

    /// <summary>How long the ids of blocks must be that join those which somebody left under a blob's name; null where none of ours would
    /// fit.</summary>
    public static async Task<int?> FindIdLengthAsync(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        var left = (await blob.GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: cancellationToken)).Value;
        var length = left.UncommittedBlocks.Select(block => Convert.FromBase64String(block.Name).Length).FirstOrDefault(IdBytes);
        return length >= MinIdBytes ? length : null;
    }

    /// <summary>Removes a blob that has blocks of our writers only, none of them staged since a time, and nothing committed.</summary>
    /// <returns>Whether it did.</returns>
    public static async Task<bool> TryDropAsync(BlockBlobClient blob, DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            var blocks = (await blob.GetBlockListAsync(BlockListTypes.All, cancellationToken: cancellationToken)).Value;
            if (blocks.CommittedBlocks.Any() || NewestOf(blocks.UncommittedBlocks) is not { } newest || newest >= before)
            {
                return false;
            }

            await DropAsync(blob, cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status is 400 or 404 or 409 or 412)
        {
            // It has no blocks, or was written meanwhile.
            return false;
        }
    }

    /// <summary>Commits nothing in the place of the blocks, marked as a folder so that no trigger takes it for a file, and deletes
    /// that.</summary>
    /// <exception cref="RequestFailedException">Something lies there already, which stays, or storage is out of reach.</exception>
    public static async Task DropAsync(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        var onlyIfNew = new CommitBlockListOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            Metadata = new Dictionary<string, string> { [IgnoredUploads.FolderMetadata] = "true" },
        };
        var nothing = await blob.CommitBlockListAsync([], onlyIfNew, cancellationToken);
        var same = new BlobRequestConditions { IfMatch = nothing.Value.ETag };
        await blob.DeleteAsync(conditions: same, cancellationToken: cancellationToken);
    }

    /// <summary>When the last of the blocks was staged, to the minute; null where there are none, or one is not of our writers.</summary>
    private static DateTimeOffset? NewestOf(IEnumerable<BlobBlock> blocks)
    {
        DateTimeOffset? newest = null;
        Span<byte> id = stackalloc byte[MaxIdBytes];
        foreach (var block in blocks)
        {
            if (!Convert.TryFromBase64String(block.Name, id, out var length) || length < IdBytes
                || BinaryPrimitives.ReadUInt16BigEndian(id) != Mark || id[IdBytes..length].ContainsAnyExcept((byte)0))
            {
                return null;
            }

            var stagedAt = Epoch + TimeSpan.FromMinutes(BinaryPrimitives.ReadUInt32BigEndian(id[6..]));
            newest = newest > stagedAt ? newest : stagedAt;
        }

        return newest;
    }
}
