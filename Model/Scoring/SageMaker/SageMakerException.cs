namespace Antivirus.Model.Scoring.SageMaker;

/// <summary>
/// The endpoint gave no usable answer, so the cohort has no report. The message says what AWS said and what to do;
/// it holds neither payload nor credentials.
/// </summary>
internal sealed class SageMakerException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether the same call may succeed later without anybody changing anything.</summary>
    public required bool IsTransient { get; init; }

    /// <summary>HTTP status of the answer; null when there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>AWS's name of the error, <c>ModelError</c>; null when it gave none.</summary>
    public string? ErrorType { get; init; }

    /// <summary>How long the endpoint asked to be left alone; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
