using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Antivirus.Model.Scoring.SageMaker;

/// <summary>What an answer other than 200 says: AWS's error type and message.</summary>
internal static partial class EndpointError
{
    private const int ShownCharacters = 300;

    /// <param name="body">The answer's body, or its beginning.</param>
    public static SageMakerException Read(HttpResponseMessage response, ReadOnlySpan<byte> body, EndpointAddress endpoint,
        DateTimeOffset now)
    {
        var (type, message) = ReadJson(body);
        if (response.Headers.TryGetValues("x-amzn-ErrorType", out var types))
        {
            type = types.First();
        }

        // "ModelError:http://internal.amazon.com/coral/…" and "com.amazonaws.sagemaker#ModelError"
        type = type?.Split(':')[0].Split('#')[^1];
        var status = (int)response.StatusCode;
        return new SageMakerException(
            $"{endpoint} answered {status}{Said(type, " ")}{Said(Cut(message), ": ")}.{Advice(response.StatusCode)}")
        {
            IsTransient = IsTransient(status),
            StatusCode = status,
            ErrorType = type,
            RetryAfter = RetryAfter(response, now),
        };
    }

    // 530 is the runtime's own; 408, 502 and 504 come from what stands between, such as a private link's proxy.
    private static bool IsTransient(int status) => status is 408 or 429 or 500 or 502 or 503 or 504 or 530;

    private static string Said(string? text, string before) => string.IsNullOrWhiteSpace(text) ? "" : before + text.TrimEnd('.');

    private static string Advice(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest =>
            " Check SageMaker__EndpointName, __Region and __TargetVariant, and that the model's features are the endpoint's.",
        HttpStatusCode.Forbidden => " Check the credentials and their permission sagemaker:InvokeEndpoint.",
        HttpStatusCode.FailedDependency => " The endpoint's container failed; its log says why.",
        _ => "",
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? asked?.Date - now;
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static (string? Type, string? Message) ReadJson(ReadOnlySpan<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body.ToArray());
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? (Text(json, "__type") ?? Text(json, "code") ?? Text(json, "ErrorCode"), Text(json, "Message") ?? Text(json, "message"))
                : default;
        }
        catch (JsonException)
        {
            // Not AWS's own words: a proxy's page, or an answer cut off.
            return default;
        }
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Cut(string? message)
    {
        if (message is null)
        {
            return null;
        }

        // A container may repeat the rows that it could not read; they are students' values.
        var beginning = message[..Math.Min(message.Length, ShownCharacters * 10)].ReplaceLineEndings(" ");
        var safe = Rows().Replace(beginning, "[row]");
        return safe.Length <= ShownCharacters ? safe : safe[..ShownCharacters] + "…";
    }

    [GeneratedRegex(@"(?<![\w.])[-+.\deE]*(?:\s?,\s?[-+.\deE]*){2,}")]
    private static partial Regex Rows();
}
