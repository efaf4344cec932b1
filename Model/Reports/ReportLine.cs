using System.Buffers.Text;
using System.Text;
using CsvHelper;

namespace Antivirus.Model.Reports;

/// <summary>One student's line of a full report: <c>id,label,probability[,certainty][,reasons]</c>, as <see cref="ReportWriter"/> writes
/// it.</summary>
internal static class ReportLine
{
    private const int FieldsBeforeReasons = 3;
    private static readonly CsvReaderOptions Csv = new() { Separator = ',', HasHeader = false, IncludeValuesInExceptions = false };

    /// <summary>The probability, 0 to 1, without a look at the other cells but for their ends; false for a line that has none.</summary>
    public static bool TryReadScore(ReadOnlySpan<byte> line, out float score)
    {
        score = 0;
        var rest = line[EndOfCell(line)..];
        if (rest.IsEmpty)
        {
            return false;
        }

        rest = rest[1..];
        var end = EndOfCell(rest);
        return end < rest.Length
            && (TryReadFourDecimals(rest[(end + 1)..], out score) || Utf8Parser.TryParse(rest[(end + 1)..], out score, out _))
            && score is >= 0 and <= 1;
    }

    /// <summary>A probability as reports have it, <c>0.1234</c>, without the general parser.</summary>
    private static bool TryReadFourDecimals(ReadOnlySpan<byte> text, out float score)
    {
        score = 0;
        if (text.Length < 6 || text[0] is not ((byte)'0' or (byte)'1') || text[1] != (byte)'.' || (text.Length > 6 && text[6] != (byte)','))
        {
            return false;
        }

        var steps = text[0] - '0';
        foreach (var digit in text[2..6])
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            steps = (steps * 10) + digit - '0';
        }

        score = (float)(steps / 10_000.0);
        return true;
    }

    /// <summary>The student that a line is about.</summary>
    /// <param name="order">Place in the order of calls, from 1.</param>
    public static RankedStudent Read(ReadOnlyMemory<byte> line, int order)
    {
        using var csv = CsvReader.Create(line, Csv);
        csv.Read();
        TryReadScore(line.Span, out var score);
        // The reasons are the last cell, whether or not the certainty stands before them.
        var reasons = csv.FieldCount > FieldsBeforeReasons ? csv.GetString(csv.FieldCount - 1) : "";
        return new RankedStudent(order, Undefuse(csv.GetString(0)), Math.Round(score, 4), ReadReasons(Undefuse(reasons)));
    }

    /// <summary>The id of a line, as it stood in the upload.</summary>
    public static string ReadId(ReadOnlyMemory<byte> line)
    {
        if (TryReadPlainId(line.Span, out var plain))
        {
            return Encoding.UTF8.GetString(plain);
        }

        using var csv = CsvReader.Create(line, Csv);
        csv.Read();
        return Undefuse(csv.GetString(0));
    }

    /// <summary>The bytes of an id that stands in the line as it stood in the upload; false for one that was quoted or defused.</summary>
    public static bool TryReadPlainId(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> id)
    {
        id = default;
        if (line is [(byte)'"' or (byte)'\'', ..])
        {
            return false;
        }

        id = line[..EndOfCell(line)];
        return true;
    }

    /// <summary>A cell that was kept from running in a spreadsheet, as it was before.</summary>
    private static string Undefuse(string cell) =>
        cell.Length > 1 && cell[0] == '\'' && CsvText.IsFormula(Encoding.UTF8.GetBytes(cell[1..])) ? cell[1..] : cell;

    private static List<RankedReason> ReadReasons(string cell)
    {
        var reasons = new List<RankedReason>();
        foreach (var reason in cell.Split("; ", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = reason.IndexOf(": ", StringComparison.Ordinal);
            reasons.Add(colon < 0 ? new RankedReason(reason, "") : new RankedReason(reason[..colon], reason[(colon + 2)..]));
        }

        return reasons;
    }

    /// <summary>Where the first cell ends: at its comma, or behind the line.</summary>
    private static int EndOfCell(ReadOnlySpan<byte> line)
    {
        var start = 0;
        if (!line.IsEmpty && line[0] == (byte)'"')
        {
            for (start = 1; start < line.Length; start++)
            {
                if (line[start] != (byte)'"')
                {
                    continue;
                }

                if (start + 1 == line.Length || line[start + 1] != (byte)'"')
                {
                    break;
                }

                start++;
            }
        }

        start = Math.Min(start, line.Length);
        var comma = line[start..].IndexOf((byte)',');
        return comma < 0 ? line.Length : start + comma;
    }
}
