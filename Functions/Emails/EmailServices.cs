using Antivirus.Functions.Emails.Content;
using Antivirus.Functions.Emails.Delivery;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Institutions;
using Antivirus.Storage.Emails;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails;

/// <summary>The emails and all that they need.</summary>
internal static class EmailServices
{
    public static IServiceCollection AddReportEmail(this IServiceCollection services)
    {
        services.AddOptions<EmailOptions>().BindConfiguration(EmailOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EmailOptions>, EmailOptionsValidator>();
        services.AddSingleton(provider =>
            new DefaultAttachment(provider.GetRequiredService<IOptions<EmailOptions>>().Value.Attachment));
        services.AddSingleton<SendRate>();
        services.AddSingleton<EmailComposer>();
        services.AddSingleton<EmailSender>();
        services.AddSingleton<ReportNotifier>();
        services.AddSingleton<TestEmails>();
        services.AddSingleton<TestEmailCall>();
        services.AddHostedService<EmailBacklog>();
        services.AddSingleton<PickupMailer>();
        services.AddSingleton<PickupFolder>();
        services.AddHostedService<PickupSweep>();
        services.AddSingleton<IEmailCopies>(provider => provider.GetRequiredService<PickupFolder>());
        services.AddSingleton<SmtpMailer>();
        services.AddAcs();
        services.AddSingleton<IReportMailer>(provider => provider.GetRequiredService<IOptions<EmailOptions>>().Value.Transport switch
        {
            EmailTransport.Acs => provider.GetRequiredService<AcsMailer>(),
            EmailTransport.Smtp => provider.GetRequiredService<SmtpMailer>(),
            _ => provider.GetRequiredService<PickupMailer>(),
        });
        return services;
    }
}
