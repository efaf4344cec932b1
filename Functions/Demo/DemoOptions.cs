namespace Antivirus.Functions.Demo;

/// <summary>How the demo was asked for.</summary>
/// <param name="Once">Stop the host after the flow, with exit code 0, or 1 when a step failed.</param>
internal sealed record DemoOptions(bool Once);

/// <summary>A step of the demo that did not come about; the message says which, and where to look.</summary>
internal sealed class DemoException(string message) : Exception(message);
