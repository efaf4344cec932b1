using Microsoft.Extensions.DependencyInjection;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>No Azure Communication Services: this build lacks its package (<c>AcsPackage</c>), and the settings are refused by
/// name.</summary>
internal static class AcsSupport
{
    public static bool IsIncluded => false;

    /// <summary>Adds nothing: <see cref="EmailOptionsValidator"/> stops the start before a mailer is asked for.</summary>
    public static IServiceCollection AddAcs(this IServiceCollection services) => services;
}
