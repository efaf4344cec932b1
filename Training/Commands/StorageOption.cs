using System.CommandLine;
using Antivirus.Blobs;
using Antivirus.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Antivirus.Training.Commands;

/// <summary>The option <c>--storage</c>, and the app's own variables that stand in for it.</summary>
internal static class StorageOption
{
    public static Option<string?> Create() => new("--storage")
    {
        Description =
            "Connection string, or the account's blob address to sign in with your own identity; the variable AntivirusStorage without it.",
    };

    /// <summary>Opens the containers by the names that the app's variables give them, such as <c>LedgerContainer</c>.</summary>
    /// <exception cref="TrainingException">No account is named, or what names it is malformed.</exception>
    public static Containers Open(string? account)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var options = new StorageOptions();
        configuration.Bind(options);
        try
        {
            var service = account is { Length: > 0 } ? StorageConnection.Open(account, configuration)
                : StorageConnection.Open(configuration);
            return new Containers(service, Options.Create(options));
        }
        catch (InvalidOperationException)
        {
            throw new TrainingException("Which storage? Give --storage, or set AntivirusStorage (UseDevelopmentStorage=true for Azurite).");
        }
        catch (FormatException)
        {
            throw new TrainingException("--storage is neither a connection string nor an address that begins with https://.");
        }
    }

    /// <summary>Whether storage is what failed: not a file of this machine, and not Ctrl+C.</summary>
    public static bool IsFailure(Exception failure, CancellationToken cancellationToken) =>
        failure is not IOException && !cancellationToken.IsCancellationRequested && StorageErrors.IsTransient(failure);

    /// <summary>Says that storage could not be used, without addresses or signatures.</summary>
    public static string Describe(Exception failure) =>
        $"Storage refused or is out of reach ({StorageErrors.Describe(failure)}). Is --storage right?";
}
