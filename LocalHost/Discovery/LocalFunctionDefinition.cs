using System.Collections.Immutable;

namespace Antivirus.LocalHost.Discovery;

/// <summary>Which function it is, where its code lies and what it takes.</summary>
internal sealed class LocalFunctionDefinition(FunctionMethod function) : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters =>
        [.. function.Method.GetParameters().Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))];

    public override string PathToAssembly => function.Method.DeclaringType!.Assembly.Location;

    public override string EntryPoint => $"{function.Method.DeclaringType!.FullName}.{function.Method.Name}";

    public override string Id => function.Name;

    public override string Name => function.Name;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings =>
        ImmutableDictionary.Create<string, BindingMetadata>().Add(function.Parameter.Name!, new TriggerMetadata(function));

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    private sealed class TriggerMetadata(FunctionMethod function) : BindingMetadata
    {
        public override string Name => function.Parameter.Name!;

        public override string Type => function.Trigger is HttpTriggerAttribute ? "httpTrigger" : "blobTrigger";

        public override BindingDirection Direction => BindingDirection.In;
    }
}
