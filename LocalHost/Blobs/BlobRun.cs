using Antivirus.Blobs;
using Antivirus.LocalHost.Discovery;
using Antivirus.LocalHost.Hosting;
using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost.Blobs;

/// <summary>One version of one blob that is pending.</summary>
internal sealed record BlobTask(string Name, string ETag);

internal enum BlobOutcome
{
    /// <summary>Nothing is left to do for this version.</summary>
    Skipped,

    Done,
    Poisoned,

    /// <summary>The try failed; another follows.</summary>
    Failed,

    /// <summary>Not now: another instance has it, its pause is not over, or the host stops.</summary>
    Deferred,
}

/// <summary>One try to process one blob under its lease, and the receipt that records it.</summary>
internal sealed partial class BlobRun(
    IServiceScopeFactory scopes,
    WorkPlaces places,
    HostJson host,
    IOptions<LocalHostOptions> options,
    TimeProvider clock,
    ILogger<BlobRun> logger)
{
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(1);

    /// <param name="giveBack">Cancelled when the host can wait no longer: the blob is then free for the next instance.</param>
    /// <returns>The outcome, and when to ask again where there is something left to do.</returns>
    public async Task<(BlobOutcome Outcome, DateTimeOffset? NotBefore)> RunAsync(BlobFunction function, ReceiptStore receipts,
        BlobTask task, CancellationToken giveBack)
    {
        var claim = await receipts.ClaimAsync(task.Name, task.ETag, giveBack);
        if (claim.Lease is not { } lease)
        {
            return claim.IsCompleted ? (BlobOutcome.Skipped, null)
                : (BlobOutcome.Deferred, claim.NotBefore ?? clock.GetUtcNow() + BusyPause);
        }

        await using (lease)
        {
            if (await FindAsync(function, task, giveBack) is not { } type)
            {
                // The receipt stays as it is: it may tell of the version that took this one's place.
                return (BlobOutcome.Skipped, null);
            }

            await CountDeathAsync(function, task, lease, giveBack);
            return lease.Receipt.IsExhausted(host.PoisonBlobThreshold)
                ? await PoisonAsync(function, task, type, lease, DiedAtIt(lease.Receipt.Deaths + lease.Receipt.DeathsAlone),
                    giveBack)
                : await TryAsync(function, task, type, lease, giveBack);
        }
    }

    private static string DiedAtIt(int deaths) => deaths == 1 ? "an instance died at it" : $"{deaths} instances died at it";

    /// <summary>A death is not a failed try; but a blob that kills each instance must not do so for ever.</summary>
    private async Task CountDeathAsync(BlobFunction function, BlobTask task, HeldReceipt lease, CancellationToken cancellationToken)
    {
        if (lease.Receipt.State == ReceiptState.Running)
        {
            await lease.WriteAsync(lease.Receipt.AfterDeath(), cancellationToken);
            LogTakenOver(function.Name, task.Name, lease.Receipt.Deaths + lease.Receipt.DeathsAlone);
        }
    }

    private async Task<(BlobOutcome, DateTimeOffset?)> TryAsync(BlobFunction function, BlobTask task, BlobType type, HeldReceipt lease,
        CancellationToken giveBack)
    {
        var before = lease.Receipt;
        using var place = await places.EnterAsync(before.IsSuspect, giveBack);
        await lease.WriteAsync(before.Begin(place.IsAlone), giveBack);
        try
        {
            await InvokeAsync(function, task, lease.Lost, giveBack);
        }
        catch (Exception) when (lease.Lost.IsCancellationRequested)
        {
            LogLost(function.Name, task.Name);
            return (BlobOutcome.Deferred, clock.GetUtcNow() + BusyPause);
        }
        catch (Exception failure)
            when (failure is BlobBusyException || (failure is OperationCanceledException && giveBack.IsCancellationRequested))
        {
            return await GiveBackAsync(function, task, lease, before, failure is BlobBusyException);
        }
        catch (Exception failure)
        {
            return await FailAsync(function, task, type, lease, failure);
        }

        await lease.WriteAsync(lease.Receipt with { State = ReceiptState.Done, RunsAlone = false }, CancellationToken.None);
        return (BlobOutcome.Done, null);
    }

    /// <summary>Neither another instance's work nor this one's stop is a try.</summary>
    private async Task<(BlobOutcome, DateTimeOffset?)> GiveBackAsync(BlobFunction function, BlobTask task, HeldReceipt lease,
        Receipt before, bool isBusy)
    {
        await lease.WriteAsync(before with { State = ReceiptState.Waiting, NotBefore = null }, CancellationToken.None);
        if (isBusy)
        {
            LogBusy(function.Name, task.Name);
            return (BlobOutcome.Deferred, clock.GetUtcNow() + BusyPause);
        }

        LogGivenBack(function.Name, task.Name);
        return (BlobOutcome.Deferred, null);
    }

    private async Task<(BlobOutcome, DateTimeOffset?)> FailAsync(BlobFunction function, BlobTask task, BlobType type, HeldReceipt lease,
        Exception failure)
    {
        if (await FindAsync(function, task, CancellationToken.None) is null)
        {
            LogGone(function.Name, task.Name);
            await lease.WriteAsync(lease.Receipt with { State = ReceiptState.Done, RunsAlone = false }, CancellationToken.None);
            return (BlobOutcome.Skipped, null);
        }

        var tries = lease.Receipt.Tries;
        var failed = lease.Receipt with { State = ReceiptState.Waiting, RunsAlone = false };
        if (tries >= host.PoisonBlobThreshold)
        {
            LogLastTry(failure, function.Name, task.Name, tries);
            await lease.WriteAsync(failed, CancellationToken.None);
            return await PoisonAsync(function, task, type, lease, failure.GetType().Name, CancellationToken.None);
        }

        var next = clock.GetUtcNow() + PauseAfter(tries);
        LogTry(function.Name, task.Name, tries, host.PoisonBlobThreshold, failure.GetType().Name, failure.Message, next);
        await lease.WriteAsync(failed with { NotBefore = next }, CancellationToken.None);
        return (BlobOutcome.Failed, next);
    }

    private async Task<(BlobOutcome, DateTimeOffset?)> PoisonAsync(
        BlobFunction function, BlobTask task, BlobType type, HeldReceipt lease, string reason, CancellationToken cancellationToken)
    {
        await NotifyAppAsync(new GivenUpBlob(function.Name, task.Name, task.ETag, reason), cancellationToken);
        // The message before the receipt: a crash between the two repeats it rather than losing it.
        await PoisonQueue.SendAsync(function, task.Name, task.ETag, type, cancellationToken);
        await lease.WriteAsync(lease.Receipt with { State = ReceiptState.Poison }, cancellationToken);
        LogPoison(function.Name, task.Name, PoisonQueue.Name);
        return (BlobOutcome.Poisoned, null);
    }

    private async Task NotifyAppAsync(GivenUpBlob blob, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await (scope.ServiceProvider.GetService<OnBlobGivenUp>()?.Invoke(blob, cancellationToken) ?? Task.CompletedTask);
        }
        catch (Exception bug) when (!StorageErrors.IsTransient(bug) && !cancellationToken.IsCancellationRequested)
        {
            // The message in the queue must not depend on it.
            LogNotNotified(bug, blob.Function, blob.Name);
        }
    }

    private async Task InvokeAsync(BlobFunction function, BlobTask task, CancellationToken lost, CancellationToken giveBack)
    {
        using var timeout = new CancellationTokenSource(host.FunctionTimeout, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(giveBack, lost, timeout.Token);
        await using var scope = scopes.CreateAsyncScope();
        var data = function.Path.Match(task.Name)!;
        var context = new LocalFunctionContext(function.Method, scope.ServiceProvider, data, end.Token);
        var blob = await BlobArgument.OpenAsync(function.Method.Parameter.ParameterType, function.Container, task.Name, new ETag(task.ETag),
            end.Token);
        try
        {
            await function.Method.InvokeAsync(context, blob);
        }
        finally
        {
            if (blob is Stream stream)
            {
                await stream.DisposeAsync();
            }
        }
    }

    /// <summary>The blob's type; null when this version of it is gone.</summary>
    private static async Task<BlobType?> FindAsync(BlobFunction function, BlobTask task, CancellationToken cancellationToken)
    {
        try
        {
            var same = new BlobRequestConditions { IfMatch = new ETag(task.ETag) };
            return (await function.Container.GetBlobClient(task.Name).GetPropertiesAsync(same, cancellationToken)).Value.BlobType;
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 412)
        {
            return null;
        }
    }

    private TimeSpan PauseAfter(int tries) =>
        TimeSpan.FromSeconds(Math.Min(options.Value.RetrySeconds * Math.Pow(4, tries - 1), Receipt.MaxPause.TotalSeconds));

    [LoggerMessage(LogLevel.Warning,
        "{Function} failed on {Blob}, try {Try} of {Tries}: {Failure}: {Message} Next try at {Next:HH:mm:ss}.")]
    private partial void LogTry(string function, string blob, int @try, int tries, string failure, string message, DateTimeOffset next);

    [LoggerMessage(LogLevel.Error, "{Function} failed on {Blob} in try {Tries}, the last one.")]
    private partial void LogLastTry(Exception failure, string function, string blob, int tries);

    [LoggerMessage(LogLevel.Error, "{Function} gave {Blob} up; a message lies in queue {Queue}. Mend the cause and upload the blob again.")]
    private partial void LogPoison(string function, string blob, string queue);

    [LoggerMessage(LogLevel.Information, "{Function} left {Blob}: it was deleted or replaced meanwhile.")]
    private partial void LogGone(string function, string blob);

    [LoggerMessage(LogLevel.Warning, "{Function} lost its lease on {Blob}; whoever takes it over does it.")]
    private partial void LogLost(string function, string blob);

    [LoggerMessage(LogLevel.Warning,
        "{Function} takes {Blob} over: the instance that had it in work died ({Deaths} so far). It is worked on alone.")]
    private partial void LogTakenOver(string function, string blob, int deaths);

    [LoggerMessage(LogLevel.Information, "{Function} waits with {Blob}: another instance works on it. It is not counted as a try.")]
    private partial void LogBusy(string function, string blob);

    [LoggerMessage(LogLevel.Error, "{Function} gives {Blob} up, and the app failed when it was notified.")]
    private partial void LogNotNotified(Exception failure, string function, string blob);

    [LoggerMessage(LogLevel.Information, "{Function} gave {Blob} back, as the host stops.")]
    private partial void LogGivenBack(string function, string blob);
}
