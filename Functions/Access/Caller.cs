namespace Antivirus.Functions.Access;

/// <summary>Who calls, and for which institutions.</summary>
/// <param name="Name">For the audit log: the key's name, or <c>loopback</c>.</param>
/// <param name="Institutions">Their codes; null means all, on an open loopback address only.</param>
internal sealed record Caller(string Name, IReadOnlySet<string>? Institutions)
{
    /// <summary>Codes are compared byte by byte: neither case nor look-alikes open a neighbour.</summary>
    public bool MayActFor(string iesCode) => Institutions is null || Institutions.Contains(iesCode);
}
