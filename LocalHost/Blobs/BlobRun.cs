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

/// <summary>One try to process one blob under its claim, and the receipt that records it.</summary>
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
        Claim claim;
        // The place before the claim: of a blob that is not new the receipt says then that it waits.
        using (await places.EnterAsync(alone: false, giveBack))
        {
            claim = await receipts.ClaimAsync(task, giveBack);
            if (claim.Held is { Receipt.State: ReceiptState.Running } begun)
            {
                await using (begun)
                {
                    return await TryAsync(function, task, begun, giveBack);
                }
            }
        }

        if (claim.Held is not { } held)
        {
            return claim.IsCompleted ? (BlobOutcome.Skipped, null)
                : (BlobOutcome.Deferred, claim.NotBefore ?? clock.GetUtcNow() + BusyPause);
        }

        await using (held)
        {
            return await TryAgainAsync(function, task, held, claim.IsTakenOver, giveBack);
        }
    }

    private static string DiedAtIt(int deaths) => deaths == 1 ? "an instance died at it" : $"{deaths} instances died at it";

    /// <summary>A death is not a failed try; but a blob that kills each instance must not do so for ever.</summary>
    private async Task<(BlobOutcome, DateTimeOffset?)> TryAgainAsync(BlobFunction function, BlobTask task, HeldReceipt held,
        bool isTakenOver, CancellationToken giveBack)
    {
        var deaths = held.Receipt.Deaths + held.Receipt.DeathsAlone;
        if (isTakenOver)
        {
            LogTakenOver(function.Name, task.Name, deaths);
        }

        if (held.Receipt.IsExhausted(host.PoisonBlobThreshold))
        {
            return await PoisonAsync(function, task, held, DiedAtIt(deaths), giveBack);
        }

        using var place = await places.EnterAsync(held.Receipt.IsSuspect, giveBack);
        await held.WriteAsync(held.Receipt.Begin(place.IsAlone), giveBack);
        return await TryAsync(function, task, held, giveBack);
    }

    private async Task<(BlobOutcome, DateTimeOffset?)> TryAsync(BlobFunction function, BlobTask task, HeldReceipt held,
        CancellationToken giveBack)
    {
        try
        {
            await InvokeAsync(function, task, held.Lost, giveBack);
        }
        catch (Exception) when (held.Lost.IsCancellationRequested)
        {
            LogLost(function.Name, task.Name);
            return (BlobOutcome.Deferred, clock.GetUtcNow() + BusyPause);
        }
        catch (Exception failure)
            when (failure is BlobBusyException || (failure is OperationCanceledException && giveBack.IsCancellationRequested))
        {
            return await GiveBackAsync(function, task, held, failure is BlobBusyException);
        }
        catch (Exception failure)
        {
            return await FailAsync(function, task, held, failure);
        }

        await held.EndAsync(held.Receipt with { State = ReceiptState.Done, RunsAlone = false }, CancellationToken.None);
        return (BlobOutcome.Done, null);
    }

    /// <summary>Neither another instance's work nor this one's stop is a try.</summary>
    private async Task<(BlobOutcome, DateTimeOffset?)> GiveBackAsync(BlobFunction function, BlobTask task, HeldReceipt held,
        bool isBusy)
    {
        await held.EndAsync(held.Receipt.WithoutTry(), CancellationToken.None);
        if (isBusy)
        {
            LogBusy(function.Name, task.Name);
            return (BlobOutcome.Deferred, clock.GetUtcNow() + BusyPause);
        }

        LogGivenBack(function.Name, task.Name);
        return (BlobOutcome.Deferred, null);
    }

    private async Task<(BlobOutcome, DateTimeOffset?)> FailAsync(BlobFunction function, BlobTask task, HeldReceipt held,
        Exception failure)
    {
        if (await function.FindAsync(task, CancellationToken.None) is null)
        {
            LogGone(function.Name, task.Name);
            await held.EndAsync(held.Receipt with { State = ReceiptState.Done, RunsAlone = false }, CancellationToken.None);
            return (BlobOutcome.Skipped, null);
        }

        var tries = held.Receipt.Tries;
        var failed = held.Receipt with { State = ReceiptState.Waiting, RunsAlone = false };
        if (tries >= host.PoisonBlobThreshold)
        {
            LogLastTry(failure, function.Name, task.Name, tries);
            await held.WriteAsync(failed, CancellationToken.None);
            return await PoisonAsync(function, task, held, failure.GetType().Name, CancellationToken.None);
        }

        var next = clock.GetUtcNow() + PauseAfter(tries);
        LogTry(function.Name, task.Name, tries, host.PoisonBlobThreshold, failure.GetType().Name, failure.Message, next);
        await held.EndAsync(failed with { NotBefore = next }, CancellationToken.None);
        return (BlobOutcome.Failed, next);
    }

    private async Task<(BlobOutcome, DateTimeOffset?)> PoisonAsync(
        BlobFunction function, BlobTask task, HeldReceipt held, string reason, CancellationToken cancellationToken)
    {
        var type = await function.FindAsync(task, cancellationToken) ?? BlobType.Block;
        await NotifyAppAsync(new GivenUpBlob(function.Name, task.Name, task.ETag, reason), cancellationToken);
        // The message before the receipt: a crash between the two repeats it rather than losing it.
        await PoisonQueue.SendAsync(function, task.Name, task.ETag, type, cancellationToken);
        await held.EndAsync(held.Receipt with { State = ReceiptState.Poison, RunsAlone = false }, cancellationToken);
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

    [LoggerMessage(LogLevel.Warning, "{Function} lost its claim on {Blob}; whoever takes it over does it.")]
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
