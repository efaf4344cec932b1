using System.Diagnostics;
using System.Globalization;

namespace Antivirus.LocalHost.Discovery;

/// <summary>What a function may ask about its own invocation.</summary>
internal sealed class LocalFunctionContext(
    FunctionMethod function,
    IServiceProvider services,
    IReadOnlyDictionary<string, object?> data,
    CancellationToken cancellationToken) : FunctionContext
{
    public override string InvocationId { get; } = Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);

    public override string FunctionId => FunctionDefinition.Id;

    public override TraceContext TraceContext { get; } = new CurrentTrace();

    public override BindingContext BindingContext { get; } = new Bindings(data);

    public override RetryContext RetryContext { get; } = new NoRetries();

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition { get; } = new LocalFunctionDefinition(function);

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken => cancellationToken;

    private sealed class Bindings(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class CurrentTrace : TraceContext
    {
        public override string TraceParent { get; } = Activity.Current?.Id ?? "";

        public override string TraceState { get; } = Activity.Current?.TraceStateString ?? "";
    }

    /// <summary>Retry policies do not apply to blob triggers; the poison threshold counts tries instead.</summary>
    private sealed class NoRetries : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }
}
