using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Institutions;

/// <summary>The institutions that configuration knows, by code. Codes are compared as they are written: <c>udea</c> is not
/// <c>UdeA</c>.</summary>
internal sealed class InstitutionRegistry(IOptions<InstitutionsOptions> options)
{
    public IEnumerable<string> Codes => options.Value.Keys;

    public bool TryGet(string iesCode, [NotNullWhen(true)] out InstitutionOptions? institution) =>
        options.Value.TryGetValue(iesCode, out institution);
}
