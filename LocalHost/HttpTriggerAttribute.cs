using System.Diagnostics.CodeAnalysis;

namespace Antivirus.LocalHost;

/// <summary>Who may call an HTTP function.</summary>
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    [SuppressMessage("Naming", "CA1724", Justification = "The worker's name for it.")]
    System = 3,
    Admin = 4,
}

/// <summary>Calls the function for requests to its route.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    public AuthorizationLevel AuthLevel { get; } = authLevel;

    [SuppressMessage("Performance", "CA1819", Justification = "The worker's attribute gives an array.")]
    public string[] Methods { get; } = methods;

    public string? Route { get; set; }
}
