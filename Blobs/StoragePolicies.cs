using Azure.Core;

namespace Antivirus.Blobs;

/// <summary>What every client of the storage account does beside the SDK's own.</summary>
public static class StoragePolicies
{
    /// <returns>The same options.</returns>
    public static T WithStoragePolicies<T>(this T options)
        where T : ClientOptions
    {
        options.AddPolicy(new AzuriteErrors(), HttpPipelinePosition.PerCall);
        options.AddPolicy(new OnlyStorage(), HttpPipelinePosition.PerRetry);
        return options;
    }
}
