using System.Text.Json.Serialization;

namespace Antivirus.LocalHost.Http;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HttpProblem))]
[JsonSerializable(typeof(HostStatus))]
internal sealed partial class HostJsonContext : JsonSerializerContext;
