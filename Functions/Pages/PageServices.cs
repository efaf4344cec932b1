using Microsoft.Extensions.DependencyInjection;

namespace Antivirus.Functions.Pages;

/// <summary>The page and the calls that only it makes.</summary>
internal static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddSingleton<PagePolicy>()
        .AddSingleton<PageFiles>()
        .AddSingleton<SignInCalls>()
        .AddSingleton<PageCalls>()
        .AddSingleton<RunPages>()
        .AddSingleton<Rankings>()
        .AddSingleton<Programmes>()
        .AddSingleton<ProgrammePages>()
        .AddSingleton<StudentPages>()
        .AddSingleton<StudentDetails>();
}
