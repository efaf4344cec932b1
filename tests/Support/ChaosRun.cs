namespace Antivirus.Support;

/// <summary>Two hosts on one account under bursts of uploads: each is killed again and again, storage, its line, the mail server and the
/// hosts' clocks fail, and every acknowledged upload must end with its report and its email.</summary>
public sealed class ChaosRun : IAsyncDisposable
{
    // How wrong the clock of a host is after its next start.
    private static readonly int[] ClockHours = [24, -24, 0];

    private readonly ChaosPlan _plan;
    private readonly ChaosServers _servers;
    private readonly ChaosUploads _uploads;
    private readonly ChaosCount _count;
    private readonly ChaosOutages _outages;

    private ChaosRun(ChaosPlan plan, ChaosServers servers)
    {
        (_plan, _servers, _uploads) = (plan, servers, new ChaosUploads(servers));
        _count = new ChaosCount(plan, servers, _uploads);
        _outages = new ChaosOutages(plan, servers, _uploads);
    }

    /// <summary>What the hosts said, for a run that failed.</summary>
    public string Log => _servers.Log;

    /// <param name="appFolder">Where the built app is.</param>
    public static async Task<ChaosRun> StartAsync(ChaosPlan plan, string appFolder, int seed) =>
        new(plan, await ChaosServers.StartAsync(plan, appFolder, seed));

    /// <summary>All rounds, then all that must come of them.</summary>
    /// <param name="onSettled">Called with what came so far, whenever everything has settled.</param>
    public async Task<ChaosResult> RunAsync(Action<ChaosResult>? onSettled = null)
    {
        await _count.LearnAsync();
        var result = new ChaosResult();
        for (var round = 0; round < _plan.Rounds; round++)
        {
            await RunRoundAsync(round);
            result = result with { Kills = result.Kills + 1 };
            if (_plan.OutageEvery > 0 && (round + 1) % _plan.OutageEvery == 0)
            {
                result = await SettleAsync(result, onSettled);
                await _outages.RunAsync(result.Outages);
                result = await SettleAsync(result with { Outages = result.Outages + 1 }, onSettled);
            }
        }

        return _count.Finish(await SettleAsync(result, onSettled));
    }

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    private async Task<ChaosResult> SettleAsync(ChaosResult result, Action<ChaosResult>? onSettled)
    {
        _servers.Storage.Share = 0;
        var settled = await _count.SettleAsync(result);
        onSettled?.Invoke(_count.Finish(settled));
        return settled;
    }

    /// <summary>A burst on both hosts; one of them dies when half of it was acknowledged, and starts again with another clock.</summary>
    private async Task RunRoundAsync(int round)
    {
        _servers.Storage.Share = _plan.FaultShare;
        _servers.Mail.Misbehave(new SmtpFaults { LoseAnswerEvery = 4, RefuseAttachments = round % 2 == 1 });
        var victim = _servers.Hosts[round % 2];
        var before = _uploads.Open;
        var burst = _uploads.BurstAsync($"r{round:000}", _plan.Burst);
        while (!burst.IsCompleted && _uploads.Open < before + (_plan.Burst / 2))
        {
            await Task.Delay(20);
        }

        await victim.KillAsync();
        await burst;
        victim.Start(ClockHours[round % ClockHours.Length]);
        await _plan.HoldsAsync(() => _servers.AnswersAsync(victim));
    }
}
