using Antivirus.LocalHost.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Antivirus.LocalHost;

/// <summary>The way into the host, as in the Functions worker.</summary>
public class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        StartFailure.ReportPlainly();
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT");

        // An empty one: the usual builder watches the whole working folder for appsettings.json, node_modules and all.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        return new FunctionsApplicationBuilder(builder, args);
    }
}
