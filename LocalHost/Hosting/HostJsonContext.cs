using System.Text.Json.Serialization;
using Antivirus.LocalHost.Blobs;
using Antivirus.LocalHost.Http;

namespace Antivirus.LocalHost.Hosting;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HttpProblem))]
[JsonSerializable(typeof(HostStatus))]
internal sealed partial class HostJsonContext : JsonSerializerContext;

/// <summary>Messages of the WebJobs host keep its Pascal case.</summary>
[JsonSerializable(typeof(PoisonMessage))]
internal sealed partial class PoisonJsonContext : JsonSerializerContext;
