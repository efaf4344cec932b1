using System.Text;

namespace Antivirus.Model.Reports;

/// <summary>Tells which lines of a report are about wanted students, without an allocation for the others.</summary>
internal sealed class WantedIds
{
    /// <summary>Longest plain id that is compared in place, in bytes; UTF-8 never has more characters than bytes.</summary>
    private const int MaxPlainBytes = 256;
    private readonly HashSet<string> _ids;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public WantedIds(IEnumerable<string> ids)
    {
        _ids = new HashSet<string>(ids, StringComparer.Ordinal);
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The wanted id that a line begins with; null where it begins with another one.</summary>
    public string? Of(ReadOnlySpan<byte> line)
    {
        if (!ReportLine.TryReadPlainId(line, out var plain) || plain.Length > MaxPlainBytes)
        {
            return _ids.TryGetValue(ReportLine.ReadId(line.ToArray()), out var quoted) ? quoted : null;
        }

        Span<char> id = stackalloc char[MaxPlainBytes];
        return _lookup.TryGetValue(id[..Encoding.UTF8.GetChars(plain, id)], out var wanted) ? wanted : null;
    }
}
