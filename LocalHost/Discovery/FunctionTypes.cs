using System.Reflection;

namespace Antivirus.LocalHost.Discovery;

/// <summary>The classes that are searched for functions: those of the entry assembly unless the app registers others.</summary>
internal sealed class FunctionTypes(IEnumerable<Type> types)
{
    public IReadOnlyList<Type> All { get; } = [.. types];

    /// <summary>All types of an assembly.</summary>
    public static FunctionTypes In(Assembly assembly) => new(assembly.GetTypes());
}
