namespace Antivirus.LocalHost.Hosting;

/// <summary>Why the host does not start: which setting or tool, and what it may be.</summary>
internal sealed class StartException(string message, Exception? cause = null) : Exception(message, cause);
