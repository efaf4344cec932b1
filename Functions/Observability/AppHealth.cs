using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Antivirus.Functions.Observability;

/// <summary>One part of the app: whether it works, and how it describes itself.</summary>
internal sealed record PartHealth(bool Ok, [property: JsonPropertyName("says")] string Description);

/// <summary>Whether the app can do its work now, part by part; a part that is not well may still let the app work.</summary>
internal sealed record AppHealth(bool Ok, PartHealth Storage, PartHealth Model, PartHealth Mailer)
{
    /// <summary>The names that the parts' checks are registered under.</summary>
    public const string StorageCheck = "storage";
    public const string ModelCheck = "model";
    public const string MailerCheck = "mailer";

    public static AppHealth From(HealthReport report) => new(
        report.Status != HealthStatus.Unhealthy,
        Part(report, StorageCheck, "out of reach"),
        Part(report, ModelCheck, "cannot be loaded"),
        Part(report, MailerCheck, "cannot send"));

    /// <summary>Of an exception only the type is shown: its message may hold an address. What a check describes itself holds
    /// none.</summary>
    private static PartHealth Part(HealthReport report, string name, string trouble)
    {
        var entry = report.Entries[name];
        return entry.Status != HealthStatus.Unhealthy
            ? new PartHealth(entry.Status == HealthStatus.Healthy, entry.Description ?? "")
            : new PartHealth(false, $"{trouble} ({entry.Exception?.GetType().Name ?? entry.Description ?? "no answer in time"})");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AppHealth))]
internal sealed partial class HealthJson : JsonSerializerContext;
