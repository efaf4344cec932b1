using System.Text.Json.Serialization;
using Antivirus.Model.Outcomes;

namespace Antivirus.Storage.Outcomes;

/// <summary>How a past report did, as it is stored.</summary>
/// <param name="Upload">Name of the upload whose report was measured, <c>univalle/a.csv</c>.</param>
/// <param name="ReportSha256">Of the report that was measured; a report that was made anew has another.</param>
/// <param name="ScoredAt">When the report was made: the order of the terms.</param>
public sealed record OutcomeRecord(string Upload, string? ReportSha256, DateTimeOffset ScoredAt, DateTimeOffset MeasuredAt,
    OutcomeReport Measured);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutcomeRecord))]
internal sealed partial class OutcomeJson : JsonSerializerContext;
