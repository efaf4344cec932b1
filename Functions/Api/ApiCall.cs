using Antivirus.Functions.Access;

namespace Antivirus.Functions.Api;

/// <summary>One call: who makes it, and what the audit log keeps of it.</summary>
/// <param name="action">What is done, as the audit log names it.</param>
internal sealed class ApiCall(Caller caller, string action)
{
    public string Action => action;

    public Caller Caller => caller;

    /// <summary>The institution that the call is about, also when the caller may not act for it; null until it is known.</summary>
    public string? Ies { get; set; }

    /// <summary>The file that the call is about, within the institution; null where there is none.</summary>
    public string? File { get; set; }

    /// <summary>How the call ended; stays so when it was broken off.</summary>
    public string Result { get; set; } = "failed";
}
