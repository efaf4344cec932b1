using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Outcomes;
using Antivirus.Model.Reports;
using Antivirus.Storage.Runs;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>An error as RFC 9457 has it, with the field <c>error</c> that older clients read.</summary>
internal sealed record Problem(string Error, string Type, string Title, int Status, string Detail);

/// <summary>The answer of <c>getReports</c>, field by field as the original gave it.</summary>
internal sealed record LinksAnswer(
    [property: JsonPropertyName("statusCode")] int StatusCode,
    [property: JsonPropertyName("body")] string Body,
    [property: JsonPropertyName("data")] IReadOnlyList<LinkEntry> Data)
{
    /// <summary>Where the next page begins; only where <c>max</c> was asked for and more follows.</summary>
    [JsonPropertyName("continuation")]
    public string? Continuation { get; init; }
}

/// <summary>One file of an institution.</summary>
internal sealed record LinkEntry(
    [property: JsonPropertyName("url")] string Url,
    [property: JsonPropertyName("file_name")] string FileName,
    [property: JsonPropertyName("date")] string Date);

/// <summary>What became of an upload over HTTP.</summary>
/// <param name="Name">The blob, <c>univalle/a.csv</c>.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Report">Where its report will be.</param>
internal sealed record UploadAnswer(string Message, string Name, long Size, string Sha256, string Report);

/// <summary>A link that can create one upload, with <c>PUT</c> and the header <c>x-ms-blob-type: BlockBlob</c>.</summary>
/// <param name="Name">The blob that it creates, <c>univalle/a.csv</c>.</param>
/// <param name="Size">Bytes that the file must have.</param>
/// <param name="Report">Where its report will be.</param>
internal sealed record UploadLinkAnswer(string Url, string Name, long Size, DateTimeOffset ExpiresAt, string Report);

/// <summary>A run as its institution sees it.</summary>
/// <param name="StartedAt">Null while nothing has happened yet.</param>
internal sealed record RunAnswer(
    string File,
    RunState State,
    long Read,
    long Scored,
    long AtRisk,
    long Rejected,
    string? Report,
    string? Problems,
    string? Error,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt)
{
    /// <summary>What the reader decided about the file; null while it was not read.</summary>
    public ReadingSummary? Reading { get; init; }

    /// <summary>The students that the report begins with; null where no capacity was set.</summary>
    public LeadingList? Leading { get; init; }
}

/// <summary>Who gets an institution's report emails.</summary>
/// <param name="Configured">Addresses of the server's settings, which only its administrator changes.</param>
/// <param name="Added">Those that the institution added.</param>
internal sealed record RecipientsAnswer(IReadOnlyList<string> Configured, IReadOnlyList<RecipientAnswer> Added);

/// <summary>What became of a test email.</summary>
/// <param name="Recipients">How many addresses it went to.</param>
/// <param name="Refused">Why single addresses were refused while others got it.</param>
internal sealed record TestEmailAnswer(int Recipients, IReadOnlyList<string> Refused);

internal sealed record RecipientAnswer(string Id, string Email, DateTimeOffset AddedAt);

/// <summary>A recipient with the fields of the original web client.</summary>
/// <param name="University">Name of the institution.</param>
internal sealed record OriginalRecipient(string Id, string University, string Email);

/// <summary>How a past report did.</summary>
/// <param name="ScoredAt">When the report was made.</param>
/// <param name="IsOutdated">Whether the report was made anew since it was measured.</param>
/// <param name="Sentences">The same in words, in the institution's language.</param>
internal sealed record OutcomeAnswer(string File, DateTimeOffset ScoredAt, DateTimeOffset MeasuredAt, bool IsOutdated,
    IReadOnlyList<string> Sentences, OutcomeReport Measured);

[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(RecipientsAnswer))]
[JsonSerializable(typeof(RecipientAnswer))]
[JsonSerializable(typeof(PreferencesAnswer))]
[JsonSerializable(typeof(TestEmailAnswer))]
[JsonSerializable(typeof(OriginalRecipient))]
[JsonSerializable(typeof(IReadOnlyList<OriginalRecipient>))]
[JsonSerializable(typeof(LinksAnswer))]
[JsonSerializable(typeof(UploadAnswer))]
[JsonSerializable(typeof(UploadLinkAnswer))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(IReadOnlyList<RunAnswer>))]
[JsonSerializable(typeof(StudentRequest))]
[JsonSerializable(typeof(StudentExportAnswer))]
[JsonSerializable(typeof(StudentErasedAnswer))]
[JsonSerializable(typeof(OutcomeAnswer))]
[JsonSerializable(typeof(IReadOnlyList<OutcomeAnswer>))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Quotes and ampersands as the original wrote them, <c>\"</c> and <c>&amp;</c>: clients compare and open these.</summary>
    public static ApiJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<RunState>() },
    });

    /// <summary>An error answer.</summary>
    public static IResult Refuse(int status, string message)
    {
        var title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
        return Results.Json(new Problem(message, "about:blank", title, status, message), Plain.Problem,
            "application/problem+json; charset=utf-8", status);
    }
}
