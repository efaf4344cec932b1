using Antivirus.Functions.Api;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions;

/// <summary>The app as a worker of the Functions host, on Azure and under <c>func start</c>.</summary>
internal static class FunctionsWorker
{
    // The Functions host names its own address in one of these three ways; no other program does.
    private const string AddressArgument = "--functions-uri";
    private const string AddressVariable = "Functions__Worker__HostEndpoint";
    private const string NativeHost = "AZURE_FUNCTIONS_NATIVE_HOST";

    public static bool IsStartedByHost(string[] args) =>
        args.Any(argument => argument == AddressArgument || argument.StartsWith(AddressArgument + "=", StringComparison.Ordinal))
        || Environment.GetEnvironmentVariable(AddressVariable) is { Length: > 0 }
        || AppContext.GetData(NativeHost) is not null;

    public static IHost Build(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();

        // At Information it logs a line for every answer that it writes.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ApiOptions>>((kestrel, api) => kestrel.Limits.MaxRequestBodySize = api.Value.MaxRequestBytes);
        builder.AddAntivirus();
        return builder.Build();
    }
}
