using System.Diagnostics;

namespace Antivirus.Support;

/// <summary>How much goes wrong.</summary>
/// <param name="Rounds">Bursts of uploads, with one of two hosts killed in the middle of each.</param>
/// <param name="Burst">Uploads of one burst.</param>
/// <param name="FaultShare">Share of storage requests that are dropped, delayed or answered wrongly, 0 to 1.</param>
/// <param name="Patience">How long what must come may take after a burst.</param>
public sealed record ChaosPlan(int Rounds, int Burst, double FaultShare, TimeSpan Patience)
{
    /// <summary>After so many rounds everything must settle, and one of the outages follows; none when 0.</summary>
    public int OutageEvery { get; init; }

    /// <summary>Waits until it holds; false when patience is over before.</summary>
    internal async Task<bool> HoldsAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > Patience)
            {
                return false;
            }

            await Task.Delay(200);
        }

        return true;
    }
}

/// <summary>What came of it.</summary>
public sealed record ChaosResult
{
    public int Acknowledged { get; init; }

    public int Refused { get; init; }

    public int Kills { get; init; }

    /// <summary>Storage killed or full, a container deleted, the mail server's login refused.</summary>
    public int Outages { get; init; }

    public long Requests { get; init; }

    /// <summary>Requests to storage that went wrong.</summary>
    public long Spoilt { get; init; }

    /// <summary>Acknowledged uploads without a report.</summary>
    public int Lost { get; init; }

    /// <summary>Reports that differ from that of the same cohort in peace.</summary>
    public int Partial { get; init; }

    public int WithoutEmail { get; init; }

    /// <summary>Emails that the mail server took without saying so.</summary>
    public int LostAnswers { get; init; }

    public int CopiesAfterLostAnswer { get; init; }

    /// <summary>Copies of emails whose host was killed before it could record that they had left.</summary>
    public int CopiesAfterKill { get; init; }

    /// <summary>Copies for no such reason.</summary>
    public int OtherCopies { get; init; }

    public int MaxOfOneEmail { get; init; }

    /// <summary>Each copy has the Message-ID of its first.</summary>
    public bool CopiesAreAlike { get; init; } = true;

    /// <summary>Hosts that did not become healthy by themselves after an outage, or at the end.</summary>
    public int Unrecovered { get; init; }

    /// <summary>The longest time from the end of what went wrong until all had settled.</summary>
    public TimeSpan Settled { get; init; }

    /// <summary>Nothing lost, nothing untrue.</summary>
    public bool IsKept => this is
    {
        Lost: 0,
        Partial: 0,
        WithoutEmail: 0,
        OtherCopies: 0,
        CopiesAreAlike: true,
        MaxOfOneEmail: <= 3,
        Unrecovered: 0
    };
}
