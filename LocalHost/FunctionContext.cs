using System.Diagnostics.CodeAnalysis;

namespace Antivirus.LocalHost;

/// <summary>What a function may ask about its own invocation.</summary>
public abstract class FunctionContext
{
    public abstract string InvocationId { get; }

    public abstract string FunctionId { get; }

    public abstract BindingContext BindingContext { get; }

    /// <summary>Services of this invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    public abstract FunctionDefinition FunctionDefinition { get; }

    [SuppressMessage("Usage", "CA2227", Justification = "As in the worker.")]
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Cancelled when the caller is gone, the time is up or the host stops.</summary>
    public virtual CancellationToken CancellationToken => CancellationToken.None;
}
