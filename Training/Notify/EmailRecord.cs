using System.Text.Json;

namespace Antivirus.Training.Notify;

/// <summary>What the app's ledger says of one email.</summary>
internal sealed record EmailRecord(string Report, string State, int Attempts, string? SentAt, string? Error)
{
    public static EmailRecord Parse(BinaryData json)
    {
        using var entry = JsonDocument.Parse(json);
        var root = entry.RootElement;
        return new EmailRecord(
            root.GetProperty("report").GetString()!,
            root.GetProperty("state").GetString()!,
            root.TryGetProperty("attempts", out var attempts) ? attempts.GetInt32() : 0,
            root.TryGetProperty("sentAt", out var sentAt) ? sentAt.GetString() : null,
            root.TryGetProperty("error", out var error) ? error.GetString() : null);
    }

    public override string ToString()
    {
        var sent = SentAt is null ? "" : $" at {SentAt}";
        var why = Error is null ? "" : $" {Error}";
        return $"{Report}: {State}{sent}, tries: {Attempts}.{why}";
    }
}
