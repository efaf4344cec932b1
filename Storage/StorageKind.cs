using Azure;

namespace Antivirus.Storage;

/// <summary>Which storage answers: a storage account, or Azurite, which is for trials.</summary>
public static class StorageKind
{
    /// <summary>What there is to know of the emulator, in one sentence.</summary>
    public const string EmulatorWarning =
        "Azurite, an emulator for trials: a power cut costs its last seconds, and deleted students stay in its files for a while; keep " +
        "real ones in a storage account (docs/campus-server.md)";

    /// <summary>Whether an answer is the emulator's.</summary>
    public static bool IsEmulator(Response answer) =>
        answer.Headers.TryGetValue("Server", out var server) && server?.StartsWith("Azurite", StringComparison.OrdinalIgnoreCase) == true;
}
