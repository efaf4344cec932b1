using System.Buffers.Binary;

namespace Antivirus.Model.Reports.Workbooks;

/// <summary>The dates of a ZIP package's parts (APPNOTE.TXT 4.3.7 and 4.3.12), which the writer of workbooks takes from the
/// clock.</summary>
internal static class PartDates
{
    // Each header is written by itself, without the name that follows it.
    private const int LocalHeaderBytes = 30;
    private const int LocalDate = 10;
    private const int CentralHeaderBytes = 46;
    private const int CentralDate = 12;

    // The first of January 1980, midnight: the earliest that the format has.
    private const uint Earliest = 0x0021_0000;

    public static bool IsHeader(ReadOnlySpan<byte> written) => DateIn(written) > 0;

    /// <summary>Sets the date in place where the bytes are the header of a part.</summary>
    public static void Fix(Span<byte> written)
    {
        if (DateIn(written) is > 0 and var date)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(written[date..], Earliest);
        }
    }

    private static int DateIn(ReadOnlySpan<byte> written) => written.Length switch
    {
        LocalHeaderBytes when written.StartsWith("PK\u0003\u0004"u8) => LocalDate,
        CentralHeaderBytes when written.StartsWith("PK\u0001\u0002"u8) => CentralDate,
        _ => 0,
    };
}
