namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>The other parts that one part of the package refers to.</summary>
internal sealed class Relationships
{
    private readonly List<Relationship> _all = [];

    /// <param name="part">The part that refers; empty for the package itself.</param>
    public static Relationships Of(WorkbookPackage package, string part)
    {
        var relationships = new Relationships();
        var folder = part[..(part.LastIndexOf('/') + 1)];
        using var xml = package.OpenPart($"{folder}_rels/{part[folder.Length..]}.rels");
        while (xml is not null && xml.ReadElement())
        {
            if (xml.Name == "Relationship" && xml.Attribute("TargetMode") != "External")
            {
                relationships._all.Add(new Relationship(xml.Attribute("Id"), xml.Attribute("Type") ?? "",
                    Resolve(folder, xml.Attribute("Target") ?? "")));
            }
        }

        return relationships;
    }

    /// <param name="kind">Last segment of the relationship's type.</param>
    public string? PartOfKind(string kind) => _all.Find(relationship => IsOfKind(relationship, kind))?.Part;

    public string? PartById(string? id, string kind) =>
        _all.Find(relationship => relationship.Id == id && IsOfKind(relationship, kind))?.Part;

    private static bool IsOfKind(Relationship relationship, string kind) =>
        relationship.Type.EndsWith("/" + kind, StringComparison.Ordinal);

    private static string Resolve(string folder, string target)
    {
        var path = new List<string>();
        foreach (var segment in (target.StartsWith('/') ? target : folder + target).Replace('\\', '/').Split('/'))
        {
            if (segment == "..")
            {
                path.RemoveRange(Math.Max(path.Count - 1, 0), Math.Min(path.Count, 1));
            }
            else if (segment is not ("" or "."))
            {
                path.Add(segment);
            }
        }

        return string.Join('/', path);
    }

    private sealed record Relationship(string? Id, string Type, string Part);
}
