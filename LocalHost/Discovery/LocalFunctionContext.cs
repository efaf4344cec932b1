using System.Globalization;

namespace Antivirus.LocalHost.Discovery;

internal sealed class LocalFunctionContext(
    FunctionMethod function,
    IServiceProvider services,
    IReadOnlyDictionary<string, object?> data,
    CancellationToken cancellationToken) : FunctionContext
{
    public override string InvocationId { get; } = Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);

    public override string FunctionId => FunctionDefinition.Id;

    public override BindingContext BindingContext { get; } = new Bindings(data);

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition { get; } = new Definition(function);

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override CancellationToken CancellationToken => cancellationToken;

    private sealed class Bindings(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class Definition(FunctionMethod function) : FunctionDefinition
    {
        public override string PathToAssembly => function.Method.DeclaringType!.Assembly.Location;

        public override string EntryPoint => $"{function.Method.DeclaringType!.FullName}.{function.Method.Name}";

        public override string Id => function.Name;

        public override string Name => function.Name;
    }
}
