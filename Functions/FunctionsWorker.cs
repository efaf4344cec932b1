using Antivirus.LocalHost.Hosting;
using Antivirus.Storage;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Antivirus.Functions;

/// <summary>The app as a worker of the Functions host, on Azure and under <c>func start</c>.</summary>
internal static class FunctionsWorker
{
    // The Functions host names its own address in one of these three ways; no other program does.
    private const string AddressArgument = "--functions-uri";
    private const string AddressKey = "Functions:Worker:HostEndpoint";
    private const string AddressVariable = "Functions__Worker__HostEndpoint";
    private const string NativeHost = "AZURE_FUNCTIONS_NATIVE_HOST";

    public static bool IsStartedByHost(string[] args) =>
        args.Any(argument => argument == AddressArgument || argument.StartsWith(AddressArgument + "=", StringComparison.Ordinal))
        || Environment.GetEnvironmentVariable(AddressVariable) is { Length: > 0 }
        || AppContext.GetData(NativeHost) is not null;

    /// <summary>Runs until the Functions host ends the worker; says in one sentence which host does not answer.</summary>
    /// <returns>The process's exit code.</returns>
    public static int Run(string[] args)
    {
        StartFailure.ReportPlainly();
        var app = Build(args);
        var address = app.Services.GetRequiredService<IConfiguration>()[AddressKey];
        try
        {
            app.Run();
            return 0;
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Unavailable)
        {
            Console.Error.WriteLine(
                $"The worker does not start. No Functions host answers at {address} ({AddressArgument}): {failure.Status.Detail}");
            return 1;
        }
    }

    private static IHost Build(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        RequireContainers(builder.Configuration);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<HttpErrors>();

        // At Information it logs a line for every answer that it writes.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.AddAntivirus();
        return builder.Build();
    }

    /// <summary>The triggers name their containers by settings. Without one the Functions host would leave its function out, and no file
    /// would be scored.</summary>
    private static void RequireContainers(ConfigurationManager configuration)
    {
        foreach (var setting in (string[])[nameof(StorageOptions.UploadsContainer), nameof(StorageOptions.ReportsContainer)])
        {
            if (string.IsNullOrEmpty(configuration[setting]))
            {
                throw new InvalidOperationException(
                    $"Setting {setting} is missing: it names the container of a trigger, as in local.settings.sample.json.");
            }
        }
    }
}
