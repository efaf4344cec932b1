using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Remembers which ids a file had, in a fixed 16 MB whatever its length: of the first <see cref="Limit"/> ids 40 bits of a hash and the
/// line, in a place that 21 more bits decide. Later ids are still checked against these. Two of a million ids are taken for one by chance
/// once in some two million such files. Ids are compared as <see cref="SameIds"/> writes them.
/// </summary>
internal sealed class SeenIds : IDisposable
{
    /// <summary>How many ids are remembered: 2^20, half the table, so that a look-up stays short.</summary>
    public const int Limit = 1 << 20;

    private const int Slots = Limit * 2;

    // The low bits of a hash choose the slot, and are the line of the id in it.
    private const ulong LineBits = (1 << 24) - 1;

    // Eight times the bit that capitals lack.
    private const ulong SmallLetters = 0x2020202020202020;
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
                hashes[index] = HashOf(batch.Id(first + index));
            }

            // The table is larger than the cache: a loop of nothing but look-ups lets the processor wait for many of them at once.
            for (var index = 0; index < some; index++)
            {
                found[index] = _table[Slot(hashes[index])];
            }

            for (var index = 0; index < some; index++)
            {
                var isRepeated = IsOf(found[index], hashes[index]) || !Add(hashes[index], batch.Line(first + index));
                repeated[first + index] = isRepeated;
                count += isRepeated ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>Line of the first student with this id, or one that is the same; 0 when it is not known.</summary>
    public long FirstLine(ReadOnlySpan<byte> id)
    {
        var hash = HashOf(id);
        for (var slot = Slot(hash); _table[slot] != 0; slot = (slot + 1) & (Slots - 1))
        {
            if (IsOf(_table[slot], hash))
            {
                return (long)(_table[slot] & LineBits) is var line && line < (long)LineBits ? line : 0;
            }
        }

        return 0;
    }

    public void Dispose()
    {
        if (!_disposed && _count > FewIds)
        {
            Tables.Return(_table, clearArray: true);
        }

        _disposed = true;
    }

    private bool Add(ulong hash, long line)
    {
        var slot = Slot(hash);
        for (; _table[slot] != 0; slot = (slot + 1) & (Slots - 1))
        {
            if (IsOf(_table[slot], hash))
            {
                return false;
            }
        }

        if (_count < Limit)
        {
            _count++;
            _table[slot] = (hash & ~LineBits) | (line > 0 && line < (long)LineBits ? (ulong)line : LineBits);
        }

        return true;
    }

    private static int Slot(ulong hash) => (int)(hash & (Slots - 1));

    private static bool IsOf(ulong entry, ulong hash) => entry != 0 && ((entry ^ hash) & ~LineBits) == 0;

    private static ulong HashOf(ReadOnlySpan<byte> id)
    {
        if (SameIds.IsPlain(id))
        {
            return Hash(id, SmallLetters);
        }

        var folded = SameIds.Fold(id, stackalloc byte[IdCell.MaxBytes]);
        return Hash(folded, Ascii.IsValid(folded) ? SmallLetters : 0);
    }

    /// <summary>Multiply-fold over eight bytes at a time with the finaliser of MurmurHash3 (Appleby, public domain).</summary>
    /// <param name="ignored">Bits that do not count.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ReadOnlySpan<byte> id, ulong ignored)
    {
        var hash = 0x9E3779B97F4A7C15UL ^ (ulong)id.Length;
        var words = MemoryMarshal.Cast<byte, ulong>(id);
        foreach (var word in words)
        {
            hash = Mix(hash ^ (word | ignored));
        }

        return Mix(hash ^ (Tail(id) | ignored));
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
