using System.Reflection;
using Antivirus.LocalHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Antivirus.LocalHost.Discovery;

/// <summary>A method marked as a function: what triggers it and how its parameters are filled.</summary>
internal sealed class FunctionMethod
{
    private readonly ObjectFactory _create;
    private readonly ParameterInfo[] _parameters;

    public FunctionMethod(MethodInfo method, string name)
    {
        Method = method;
        Name = name;
        _parameters = method.GetParameters();
        var triggers = _parameters.Where(parameter => TriggerOf(parameter) is not null).ToList();
        Parameter = triggers.Count == 1
            ? triggers[0]
            : throw Wrong($"needs exactly one parameter with a trigger; it has {triggers.Count}");
        Trigger = TriggerOf(Parameter)!;
        if (method.ReturnType != typeof(Task) && method.ReturnType != typeof(Task<IResult>))
        {
            throw Wrong("must return Task or Task<IResult>");
        }

        _create = ActivatorUtilities.CreateFactory(method.DeclaringType!, Type.EmptyTypes);
    }

    public string Name { get; }

    public MethodInfo Method { get; }

    /// <summary>The parameter that carries the trigger, and the trigger's attribute.</summary>
    public ParameterInfo Parameter { get; }

    public Attribute Trigger { get; }

    /// <summary>Stops a start whose functions have parameters that nothing could fill.</summary>
    /// <param name="names">Names that the trigger's pattern fills.</param>
    public void RequireBindable(IReadOnlyCollection<string> names)
    {
        foreach (var parameter in _parameters)
        {
            var bindable = parameter == Parameter
                || parameter.ParameterType == typeof(CancellationToken)
                || parameter.ParameterType == typeof(FunctionContext)
                || (parameter.ParameterType == typeof(string) && names.Contains(parameter.Name!, StringComparer.OrdinalIgnoreCase));
            if (!bindable)
            {
                throw Wrong(
                    $"has the parameter '{parameter.Name}', which is neither its trigger, a string named in the trigger's pattern, a " +
                    "FunctionContext nor a CancellationToken");
            }
        }
    }

    /// <summary>Makes the class from the context's services and calls the method.</summary>
    /// <returns>What an HTTP function answered; null for a function that answers nothing.</returns>
    public async Task<IResult?> InvokeAsync(FunctionContext context, object trigger)
    {
        var instance = Method.IsStatic ? null : _create(context.InstanceServices, null);
        try
        {
            object?[] arguments = [.. _parameters.Select(parameter => Argument(parameter, context, trigger))];
            var call = (Task)Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
            await call;
            return call is Task<IResult> answering ? await answering : null;
        }
        finally
        {
            await DisposeAsync(instance);
        }
    }

    public StartException Wrong(string what) => new($"Function {Name} ({Method.DeclaringType}.{Method.Name}) {what}.");

    private object? Argument(ParameterInfo parameter, FunctionContext context, object trigger) =>
        parameter == Parameter ? trigger
        : parameter.ParameterType == typeof(CancellationToken) ? context.CancellationToken
        : parameter.ParameterType == typeof(FunctionContext) ? context
        : context.BindingContext.BindingData.FirstOrDefault(value =>
            value.Key.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)).Value;

    private static async ValueTask DisposeAsync(object? instance)
    {
        if (instance is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else if (instance is IDisposable disposable)
        {
            disposable.Dispose();
        }
    }

    private static Attribute? TriggerOf(ParameterInfo parameter) =>
        (Attribute?)parameter.GetCustomAttribute<HttpTriggerAttribute>() ?? parameter.GetCustomAttribute<BlobTriggerAttribute>();
}
