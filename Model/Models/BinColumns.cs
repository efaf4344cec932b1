using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Antivirus.Model.Models;

/// <summary>
/// The bins of a block of rows, column by column as signed bytes, so that a vector compares many rows at once.
/// A feature with more thresholds than a byte can count takes one column per 255 of them.
/// </summary>
internal sealed class BinColumns
{
    private const int ThresholdsPerColumn = byte.MaxValue;

    private readonly ThresholdBins[] _bins;
    private readonly int[] _first;

    public BinColumns(ThresholdBins[] bins)
    {
        _bins = bins;
        _first = new int[bins.Length];
        for (var feature = 0; feature < bins.Length; feature++)
        {
            _first[feature] = Count;
            Count += (bins[feature].Count - 1 + ThresholdsPerColumn - 1) / ThresholdsPerColumn;
        }
    }

    /// <summary>Columns of all features; one without thresholds has none.</summary>
    public int Count { get; }

    /// <summary>Where a row's bin shows to be at least this one (from 1): in which column, and what the byte there must exceed.</summary>
    public (int Column, sbyte Bound) Find(int feature, int bin)
    {
        var (column, bound) = Math.DivRem(bin - 1, ThresholdsPerColumn);
        return (_first[feature] + column, (sbyte)(bound + sbyte.MinValue));
    }

    /// <summary>Writes the columns of these rows.</summary>
    /// <param name="rows">Row-major, as many features as there are bins.</param>
    /// <param name="columns">Count × height.</param>
    /// <param name="height">Bytes from one column to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(ReadOnlySpan<float> rows, Span<sbyte> columns, int height)
    {
        for (var feature = 0; feature < _bins.Length; feature++)
        {
            var end = feature + 1 < _first.Length ? _first[feature + 1] : Count;
            for (var column = _first[feature]; column < end; column++)
            {
                var lowest = (column - _first[feature]) * ThresholdsPerColumn;
                Write(_bins[feature], rows[feature..], lowest, columns.Slice(column * height, height));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(ThresholdBins bins, ReadOnlySpan<float> values, int lowest, Span<sbyte> column)
    {
        ref var target = ref MemoryMarshal.GetReference(column);
        ref var source = ref MemoryMarshal.GetReference(values);
        for (var (row, value) = (0, 0); value < values.Length; row++, value += _bins.Length)
        {
            var bin = Math.Clamp(bins.Find(Unsafe.Add(ref source, value)) - lowest, 0, ThresholdsPerColumn);
            Unsafe.Add(ref target, row) = (sbyte)(bin + sbyte.MinValue);
        }
    }
}
