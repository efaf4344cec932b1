namespace Antivirus.LocalHost.Emulator;

/// <summary>Where Azurite listens; the usual ports are those that <c>UseDevelopmentStorage=true</c> stands for.</summary>
internal sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    public static AzuritePorts Usual { get; } = new(10000, 10001, 10002);
}
