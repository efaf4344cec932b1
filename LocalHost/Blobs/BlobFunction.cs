using Antivirus.LocalHost.Discovery;
using Antivirus.LocalHost.Hosting;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Configuration;

namespace Antivirus.LocalHost.Blobs;

/// <summary>A function that blobs trigger: which ones, and on which account.</summary>
internal sealed class BlobFunction
{
    private BlobFunction(FunctionMethod method, BlobPath path, StorageConnection connection)
    {
        Method = method;
        Path = path;
        Connection = connection;
        Container = connection.Blobs.GetBlobContainerClient(path.Container);
    }

    public FunctionMethod Method { get; }

    public string Name => Method.Name;

    public BlobPath Path { get; }

    public StorageConnection Connection { get; }

    public BlobContainerClient Container { get; }

    /// <exception cref="StartException">A setting is missing, or the function is not one that this host can call.</exception>
    public static BlobFunction Read(FunctionMethod method, IConfiguration configuration, StorageConnections connections)
    {
        var trigger = (BlobTriggerAttribute)method.Trigger;
        var path = ParsePath(method, Expressions.Resolve(trigger.BlobPath, configuration, method.Name));
        if (!BlobArgument.CanBe(method.Parameter.ParameterType))
        {
            throw method.Wrong($"must take its blob as one of {BlobArgument.Known}");
        }

        method.RequireBindable(path.Names);
        return new BlobFunction(method, path, connections.Get(trigger.Connection));
    }

    /// <summary>The blob's type; null when this version of it is gone.</summary>
    public async Task<BlobType?> FindAsync(BlobTask task, CancellationToken cancellationToken)
    {
        try
        {
            var same = new BlobRequestConditions { IfMatch = new ETag(task.ETag) };
            return (await Container.GetBlobClient(task.Name).GetPropertiesAsync(same, cancellationToken)).Value.BlobType;
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 412)
        {
            return null;
        }
    }

    private static BlobPath ParsePath(FunctionMethod method, string path)
    {
        try
        {
            return BlobPath.Parse(path);
        }
        catch (FormatException failure)
        {
            throw method.Wrong($"has the path '{path}' for its blobs: {failure.Message}");
        }
    }
}
