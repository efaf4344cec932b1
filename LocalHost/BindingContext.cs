namespace Antivirus.LocalHost;

/// <summary>What the trigger's pattern took from the route or the blob's name.</summary>
public abstract class BindingContext
{
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
