using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>Azure Communication Services as a transport: this build has its package (<c>AcsPackage</c>).</summary>
internal static class AcsSupport
{
    public static bool IsIncluded => true;

    public static IServiceCollection AddAcs(this IServiceCollection services) => services
        .AddSingleton<AcsMailer>()
        .AddSingleton<IAcsWire>(provider => EmailClientWire.Create(
            provider.GetRequiredService<IOptions<EmailOptions>>().Value.Acs,
            provider.GetRequiredService<IConfiguration>()["AntivirusStorage:clientId"]));
}
