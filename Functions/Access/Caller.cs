namespace Antivirus.Functions.Access;

/// <summary>Who calls, and what for which institutions.</summary>
/// <param name="Name">For the audit log: the key's name, or <c>loopback</c>.</param>
/// <param name="Roles">By the institution's code; null means all of all, on an open loopback address only.</param>
internal sealed record Caller(string Name, IReadOnlyDictionary<string, Roles>? Roles)
{
    /// <summary>Codes are compared byte by byte: neither case nor look-alikes open a neighbour.</summary>
    public bool MayActFor(string iesCode) => Roles is null || Roles.ContainsKey(iesCode);

    /// <summary>What the caller is for an institution.</summary>
    public Roles RolesFor(string iesCode) => Roles is null ? RoleRules.All : Roles.GetValueOrDefault(iesCode);
}
