using System.Buffers;
using System.Globalization;
using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Scoring.SageMaker;

/// <summary>Consecutive students of a batch in the form that the endpoint reads: features only, commas, LF between the rows and none after
/// the last.</summary>
internal sealed record CsvPayload(int FirstRow, int Rows, byte[] Body)
{
    // "-3.4028235E+38" and a separator; whole numbers below WholeLimit are no longer than that.
    private const int CellBytes = 18;
    private const float WholeLimit = 1e15f;

    /// <summary>Writes a batch as payloads of at most <paramref name="maxBytes"/> bytes.</summary>
    public static IReadOnlyList<CsvPayload> Split(StudentBatch batch, int maxBytes)
    {
        var rowBytes = Math.Max(1, batch.FeatureCount * CellBytes);
        // Payloads get arrays of their own: a connection may still be reading one when its call has already failed.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)batch.Count * rowBytes, maxBytes) + rowBytes + 1);
        try
        {
            return Split(batch, maxBytes, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static List<CsvPayload> Split(StudentBatch batch, int maxBytes, byte[] buffer)
    {
        var payloads = new List<CsvPayload>();
        var (first, used) = (0, 0);
        for (var row = 0; row < batch.Count; row++)
        {
            var end = used;
            if (row > first)
            {
                buffer[end++] = (byte)'\n';
            }

            var start = end;
            end += WriteRow(batch.Row(row), buffer.AsSpan(start));
            if (end - start > maxBytes)
            {
                throw new ArgumentOutOfRangeException(nameof(maxBytes), maxBytes,
                    "SageMaker__MaxPayloadBytes is too small for one student of this model.");
            }

            if (end > maxBytes)
            {
                payloads.Add(new CsvPayload(first, row - first, buffer.AsSpan(0, used).ToArray()));
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (first, end) = (row, end - start);
            }

            used = end;
        }

        if (batch.Count > 0)
        {
            payloads.Add(new CsvPayload(first, batch.Count - first, buffer.AsSpan(0, used).ToArray()));
        }

        return payloads;
    }

    private static int WriteRow(ReadOnlySpan<float> features, Span<byte> line)
    {
        var used = 0;
        for (var feature = 0; feature < features.Length; feature++)
        {
            if (feature > 0)
            {
                line[used++] = (byte)',';
            }

            used += WriteCell(features[feature], line[used..]);
        }

        return used;
    }

    /// <summary>A whole number without decimals, another one with as many digits as tell it from its neighbours, nothing for a missing
    /// one.</summary>
    private static int WriteCell(float value, Span<byte> cell)
    {
        if (value is >= 0 and < 10 && (int)value == value)
        {
            cell[0] = (byte)('0' + (int)value);
            return 1;
        }

        if (float.IsNaN(value))
        {
            return 0;
        }

        if (float.IsInfinity(value))
        {
            throw new ArgumentException("A feature is infinite; an endpoint takes finite numbers only.");
        }

        int written;
        _ = Math.Abs(value) < WholeLimit && (long)value == value
            ? ((long)value).TryFormat(cell, out written, default, CultureInfo.InvariantCulture)
            : value.TryFormat(cell, out written, default, CultureInfo.InvariantCulture);
        return written;
    }
}
