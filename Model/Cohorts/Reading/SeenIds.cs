using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Remembers which ids a file had, in a fixed 16 MB whatever its length: the 64-bit hashes of the first <see cref="Limit"/> ids.
/// Later ids are still checked against these. Two of a million ids share a hash by chance once in 37 million such files.
/// </summary>
internal sealed class SeenIds : IDisposable
{
    /// <summary>How many ids are remembered: 2^20, half the table, so that a look-up stays short.</summary>
    public const int Limit = 1 << 20;

    private const int Slots = Limit * 2;
    private const int IdsAtOnce = 64;

    // A first batch of more than these is taken for the start of a large cohort, which will touch the whole table.
    private const int FewIdsAtFirst = 4096;

    // After so few ids, cleaning the table would touch more memory than the cohort did: it is left to the collector.
    private const int FewIds = 1 << 16;

    // Other tables go back clean, so that a host does not make 16 MB of garbage for each large cohort.
    private static readonly ArrayPool<ulong> Tables = ArrayPool<ulong>.Create(Slots, maxArraysPerBucket: 4);

    private readonly ulong[] _table = Tables.Rent(Slots);
    private int _count;
    private bool _disposed;

    /// <summary>Whether an id began with a zero: 00120 and 120 are taken for one, since a spreadsheet takes such zeros away.</summary>
    public bool HadZeros { get; private set; }

    /// <summary>Marks the students of a batch whose id was seen before, in it or in an earlier one; gives how many they are.</summary>
    public int FindRepeated(StudentBatch batch, Span<bool> repeated)
    {
        Span<ulong> hashes = stackalloc ulong[IdsAtOnce];
        Span<ulong> found = stackalloc ulong[IdsAtOnce];
        var count = 0;
        if (_count == 0 && batch.Count > FewIdsAtFirst)
        {
            LargePages.AskFor(_table);
        }

        for (var first = 0; first < batch.Count; first += IdsAtOnce)
        {
            var some = Math.Min(IdsAtOnce, batch.Count - first);

            for (var index = 0; index < some; index++)
            {
                var id = batch.Id(first + index);
                hashes[index] = Hash(id.Length > 1 && id[0] == '0' ? WithoutZeros(id) : id);
            }

            // The table is larger than the cache: a loop of nothing but look-ups lets the processor wait for many of them at once.
            for (var index = 0; index < some; index++)
            {
                found[index] = _table[Slot(hashes[index])];
            }

            for (var index = 0; index < some; index++)
            {
                var isRepeated = found[index] == hashes[index] || !Add(hashes[index]);
                repeated[first + index] = isRepeated;
                count += isRepeated ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>The number without its leading zeros; any other id as it is.</summary>
    private ReadOnlySpan<byte> WithoutZeros(ReadOnlySpan<byte> id)
    {
        if (id.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
        {
            return id;
        }

        HadZeros = true;
        var number = id.TrimStart((byte)'0');
        return number.IsEmpty ? id[..1] : number;
    }

    public void Dispose()
    {
        if (!_disposed && _count > FewIds)
        {
            Tables.Return(_table, clearArray: true);
        }

        _disposed = true;
    }

    private bool Add(ulong hash)
    {
        var slot = Slot(hash);
        for (; _table[slot] != 0; slot = (slot + 1) & (Slots - 1))
        {
            if (_table[slot] == hash)
            {
                return false;
            }
        }

        if (_count < Limit)
        {
            _count++;
            _table[slot] = hash;
        }

        return true;
    }

    private static int Slot(ulong hash) => (int)(hash >> 43);

    /// <summary>Multiply-fold over eight bytes at a time with the finaliser of MurmurHash3 (Appleby, public domain); never 0, which marks a
    /// free slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ReadOnlySpan<byte> id)
    {
        var hash = 0x9E3779B97F4A7C15UL ^ (ulong)id.Length;
        var words = MemoryMarshal.Cast<byte, ulong>(id);
        foreach (var word in words)
        {
            hash = Mix(hash ^ word);
        }

        hash = Mix(hash ^ Tail(id));
        return hash == 0 ? 1 : hash;
    }

    /// <summary>The last eight bytes, some of them taken before; those of a shorter id one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Tail(ReadOnlySpan<byte> id)
    {
        if (id.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(id[^sizeof(ulong)..]);
        }

        var tail = 0UL;
        foreach (var value in id)
        {
            tail = (tail << 8) | value;
        }

        return tail;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCDUL;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return value ^ (value >> 33);
    }
}
