using Azure;

namespace Antivirus.Storage.Emails;

/// <summary>The right of this instance to send one email, renewed until it is stopped; an instance that dies loses it within the claim
/// time.</summary>
public sealed class EmailClaim : IDisposable
{
    private readonly EmailLedger _ledger;
    private readonly TimeSpan _renewal;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;

    public EmailClaim(EmailLedger ledger, EmailSlot slot, TimeSpan claimTime, TimeProvider clock)
    {
        (_ledger, _renewal, _clock) = (ledger, claimTime / 3, clock);
        Slot = slot;
        _renewing = RenewAsync();
    }

    /// <summary>The entry as this instance wrote it last.</summary>
    public EmailSlot Slot { get; private set; }

    /// <summary>Cancelled when the claim could not be renewed: another instance may have it now, so the sending must stop.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Ends the renewal, so that the entry can be written for the last time.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
    }

    public void Dispose()
    {
        _stop.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(_renewal, _clock, _stop.Token);
                // Not cut off by the stop: a write whose answer is not waited for would stand in the way of the last one.
                if (await _ledger.TryWriteAsync(Slot, Slot.Entry!, CancellationToken.None) is not { } renewed)
                {
                    await _lost.CancelAsync();
                    return;
                }

                Slot = renewed;
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: the sending is over.
        }
        catch (Exception failure) when (failure is RequestFailedException or AggregateException)
        {
            await _lost.CancelAsync();
        }
    }
}
