using Antivirus.Functions.Access;
using Antivirus.Storage;
using Antivirus.Storage.Audit;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Api;

/// <summary>The HTTP API and all that it needs.</summary>
internal static class ApiServices
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.AddOptions<KestrelServerOptions>()
            .Configure<IOptions<ApiOptions>>((kestrel, api) => kestrel.Limits.MaxRequestBodySize = api.Value.MaxRequestBytes);
        services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
        services.AddSingleton<CallerPolicy>();
        services.AddHostedService(provider => provider.GetRequiredService<CallerPolicy>());
        services.AddSingleton<AuditLog>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditLog>());
        services.AddSingleton<Cors>();
        services.AddSingleton<RequestPipeline>();
        services.AddSingleton<SharedListings>();
        services.AddSingleton<LinkList>();
        services.AddSingleton<LinkCalls>();
        services.AddSingleton<UploadPromises>();
        services.AddSingleton<UploadTargets>();
        services.AddSingleton<UploadLinkCalls>();
        services.AddSingleton<UploadReceiver>();
        services.AddSingleton<UploadCalls>();
        services.AddSingleton<RunCalls>();
        services.AddSingleton<OutcomeModels>();
        services.AddSingleton<OutcomeCalls>();
        services.AddSingleton<ReportCalls>();
        services.AddSingleton<RecipientCalls>();
        services.AddSingleton<PreferenceCalls>();
        services.AddSingleton<StudentDataCalls>();
        return services;
    }
}
