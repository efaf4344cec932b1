using Amazon;

namespace Antivirus.Model.Scoring.SageMaker;

/// <summary>Where an endpoint is called, and in which region its calls are signed.</summary>
internal sealed record EndpointAddress(string Name, string Region, string? Variant, Uri Url)
{
    public static EndpointAddress From(SageMakerOptions options)
    {
        var service = new UriBuilder(options.ServiceUrl ?? new Uri($"https://runtime.sagemaker.{options.Region}.{Suffix(options.Region)}"));
        service.Path = $"{service.Path.TrimEnd('/')}/endpoints/{Uri.EscapeDataString(options.EndpointName)}/invocations";
        return new EndpointAddress(options.EndpointName, options.Region, options.TargetVariant, service.Uri);
    }

    public override string ToString() => $"SageMaker endpoint '{Name}' in {Region}";

    // The Chinese partition has a domain of its own.
    private static string Suffix(string region) => RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix;
}
