using Antivirus.Blobs;
using Antivirus.Storage.Emails;
using Antivirus.Storage.Erasure;
using Antivirus.Storage.Models;
using Antivirus.Storage.Outcomes;
using Antivirus.Storage.Preferences;
using Antivirus.Storage.Recipients;
using Antivirus.Storage.Retention;
using Antivirus.Storage.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage;

/// <summary>The storage account and all that the app keeps in it.</summary>
public static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().BindConfiguration("").ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton<IValidateOptions<StorageOptions>, DistinctContainersValidator>();
        services.AddSingleton(provider => StorageConnection.Open(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<Containers>();
        services.TryAddSingleton<UnlistableNames>();
        services.AddSingleton<StorageClock>();
        services.AddHostedService<ContainerSetup>();
        services.AddSingleton<DownloadLinks>();
        services.AddSingleton<RunLedger>();
        services.AddSingleton<EmailLedger>();
        services.AddSingleton<RecipientList>();
        services.AddSingleton<PreferenceStore>();
        services.AddSingleton<SentEmails>();
        services.AddSingleton<OutcomeStore>();
        services.AddSingleton<RunErasure>();
        services.AddSingleton<StudentFiles>();
        services.AddSingleton<StudentErasure>();
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();
        services.AddHostedService<StorageSweep>();
        services.AddOptions<QuotaOptions>().BindConfiguration(QuotaOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<QuotaOptions>, QuotaOptionsValidator>();
        services.AddSingleton<UploadQuota>();
        services.AddOptions<ModelsOptions>().BindConfiguration(ModelsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ModelsOptions>, ModelsOptionsValidator>();
        services.AddSingleton(provider => new PublishedModels(provider.GetRequiredService<Containers>().Models,
            provider.GetRequiredService<IOptions<ModelsOptions>>()));
        return services;
    }
}
