using System.Text.Json.Serialization;

namespace Antivirus.Storage.Emails;

/// <summary>How far the email of a report is.</summary>
public enum EmailState
{
    /// <summary>An instance is sending it, or died while it did.</summary>
    Claimed,

    /// <summary>The provider accepted it.</summary>
    Sent,

    /// <summary>It will not be sent: no repeat would help. The reason is in <see cref="EmailEntry.Error"/>.</summary>
    Failed,

    /// <summary>A try failed, or a limit is reached; anyone may take it up.</summary>
    Released,

    /// <summary>The run of this version of the report was erased, or a student of it before it was sent: nothing of it is sent.</summary>
    Erased,
}

/// <summary>The ledger's entry for the email of one report. Holds no student's data.</summary>
public sealed record EmailEntry
{
    public required EmailState State { get; init; }

    /// <summary>Name of the report's blob.</summary>
    public required string Report { get; init; }

    /// <summary>Version of the report that this is about; empty when it was gone before it could be read.</summary>
    public required string ReportETag { get; init; }

    public string? ReportSha256 { get; init; }

    /// <summary>The operation id, and the first part of the Message-ID.</summary>
    public Guid? OperationId { get; init; }

    /// <summary>How many people it is addressed to.</summary>
    public int Recipients { get; init; }

    /// <summary>Tries for this version, the present one included.</summary>
    public int Attempts { get; init; }

    /// <summary>Tries of this version whose answer was lost after the content had left, or whose instance died: the email may have arrived
    /// as often.</summary>
    public int PossibleCopies { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    /// <summary>What the provider calls it.</summary>
    public string? ProviderId { get; init; }

    /// <summary>Why single recipients were refused while others got it.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>Why the last try failed.</summary>
    public string? Error { get; init; }

    /// <summary>W3C trace parent of the last try, in the trace of the run that wrote the report.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Marks one write, so that a write whose answer was lost is recognised as one's own.</summary>
    public Guid Write { get; init; }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EmailEntry))]
internal sealed partial class EmailJson : JsonSerializerContext;
