using Antivirus.LocalHost.Blobs;

namespace Antivirus.LocalHost.Http;

/// <summary>How the host is, for a monitor: <c>GET /admin/host/status</c>.</summary>
internal sealed record HostStatus(string State, string Version, double UptimeSeconds, IReadOnlyList<BlobFunctionStatus> BlobFunctions);
