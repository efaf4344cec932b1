using Antivirus.Functions.Api;
using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Institutions;
using Antivirus.Functions.Observability;
using Antivirus.Functions.Pages;
using Antivirus.Functions.Runs;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Storage;
using Antivirus.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions;

/// <summary>What the app is made of, the same on both hosts.</summary>
internal static class AntivirusApp
{
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(5);

    public static void AddAntivirus(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddObservability(builder.Configuration);
        builder.Services.AddStorage();
        builder.Services.AddInstitutions();
        builder.Services.AddScoring();
        builder.Services.AddApi();
        builder.Services.AddReportEmail();
        builder.Services.AddHostedService<StartSummary>();
        builder.Services.AddHealth();
        builder.Services.AddPages();
    }

    // Single ones: they keep their last answer for a time.
    private static void AddHealth(this IServiceCollection services) => services
        .AddSingleton<StorageHealth>()
        .AddSingleton<MailerHealth>()
        .AddHealthChecks()
        .AddCheck<StorageHealth>(AppHealth.StorageCheck, timeout: HealthTimeout)
        .AddCheck<ModelHealth>(AppHealth.ModelCheck, timeout: HealthTimeout)
        .AddCheck<MailerHealth>(AppHealth.MailerCheck, timeout: HealthTimeout);

    private static void AddInstitutions(this IServiceCollection services)
    {
        services.AddOptions<InstitutionsOptions>().BindConfiguration(InstitutionsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InstitutionsOptions>, InstitutionsOptionsValidator>();
        services.AddSingleton<InstitutionRegistry>();
        services.AddSingleton<ReportRecipients>();
        services.AddSingleton<InstitutionPreferences>();
    }

    private static void AddScoring(this IServiceCollection services)
    {
        services.AddOptions<ScoringOptions>().BindConfiguration("").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ScoringOptions>, ScoringOptionsValidator>();
        services.AddSingleton<ModelCatalogue>();
        services.AddSingleton(provider =>
            new SageMakerScorers(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IValidateOptions<ScoringOptions>, EndpointSettings>();
        services.AddSingleton<Scorers>();
        services.AddOptions<RunOptions>();
        services.AddSingleton<GivenUpRuns>();
        services.AddSingleton<ScoreUpload>();
        services.AddSingleton<AbandonedRuns>();
        services.AddHostedService(provider => provider.GetRequiredService<AbandonedRuns>());
    }
}
