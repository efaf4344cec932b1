using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Email;

public static partial class EmailServices
{
    static partial void FindAcs(ref bool found) => found = true;

    static partial void AddAcs(IServiceCollection services)
    {
        services.AddSingleton<AcsMailer>();
        services.AddSingleton<IAcsWire>(provider => EmailClientWire.Create(
            provider.GetRequiredService<IOptions<EmailOptions>>().Value.Acs,
            provider.GetRequiredService<IConfiguration>()["AntivirusStorage:clientId"]));
    }
}
