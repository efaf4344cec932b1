namespace Antivirus.Model.Pipeline;

/// <summary>Where the report and the rejected rows go; each is opened at most once, with the first byte.</summary>
public sealed record CohortOutputs(
    Func<CancellationToken, ValueTask<Stream>> OpenReport,
    Func<CancellationToken, ValueTask<Stream>> OpenProblems)
{
    /// <summary>Where all contributions go as JSON; null when nobody asked for them.</summary>
    public Func<CancellationToken, ValueTask<Stream>>? OpenReasons { get; init; }
}
