using System.Reflection;
using System.Runtime.CompilerServices;

namespace Antivirus.LocalHost.Tests;

/// <summary>Writes a type's public surface the way <c>worker-api.txt</c> does, namespaces and nullability left out.</summary>
internal static class Surface
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string DeclarationOf(Type type)
    {
        var kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";
        var usage = type.IsSubclassOf(typeof(Attribute)) ? $" [on {type.GetCustomAttribute<AttributeUsageAttribute>()!.ValidOn}]" : "";
        return $"{kind} {type.Name}{usage}";
    }

    public static IEnumerable<string> MembersOf(Type type) => type.IsEnum
        ? Enum.GetValuesAsUnderlyingType(type).Cast<int>().Select(value => $"{Enum.GetName(type, value)} = {value}")
        : type.GetConstructors().Select(constructor => $"new({Parameters(constructor)})")
            .Concat(type.GetProperties(Own).Select(property => $"{Modifier(property.GetMethod!)}{NameOf(property.PropertyType)} {property.Name} {{ {Accessors(property)} }}"))
            .Concat(type.GetMethods(Own).Where(method => !method.IsSpecialName).Select(method =>
                $"{Modifier(method)}{NameOf(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})"));

    private static string Accessors(PropertyInfo property) => property.SetMethod?.IsPublic == true ? "get; set;" : "get;";

    // A member that only implements an interface is virtual to the runtime, not to the language.
    private static string Modifier(MethodInfo method) =>
        method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";

    private static string Generics(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(NameOf))}>" : "";

    private static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute), inherit: false) ? "this " : "";
        return extension + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var ending = parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "null"}" : "";
        return $"{prefix}{NameOf(parameter.ParameterType)} {parameter.Name}{ending}";
    }

    private static string NameOf(Type type) =>
        type.IsArray ? $"{NameOf(type.GetElementType()!)}[]"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name;
}
