using System.Reflection;
using Antivirus.LocalHost.Hosting;

namespace Antivirus.LocalHost.Discovery;

/// <summary>All functions of the app.</summary>
internal sealed class FunctionCatalogue
{
    /// <exception cref="StartException">A function is not one that this host can call.</exception>
    public FunctionCatalogue(FunctionTypes types)
    {
        All = [.. types.All.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Select(Read).OfType<FunctionMethod>()];
        foreach (var twice in All.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            throw twice.Last().Wrong("has the name of another function");
        }
    }

    public IReadOnlyList<FunctionMethod> All { get; }

    private static FunctionMethod? Read(MethodInfo method) =>
        method.GetCustomAttribute<FunctionAttribute>() is { } function ? new FunctionMethod(method, function.Name) : null;
}
