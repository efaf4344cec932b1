using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Support;

/// <summary>Waits for what must come of the uploads, and counts what did.</summary>
internal sealed class ChaosCount(ChaosPlan plan, ChaosServers servers, ChaosUploads uploads)
{
    public const string Reports = "reportesies";
    private const string Subject = "Reporte Prediccion: ";

    // A host has 10 s to record an email that has left; a busy machine takes its time too.
    private static readonly TimeSpan RecordTime = TimeSpan.FromSeconds(30);
    private string? _peacefulReport;

    /// <summary>The first upload, in peace: all reports must equal its own.</summary>
    public async Task LearnAsync()
    {
        await uploads.UploadAsync(servers.Hosts[0], "paz.csv");
        await plan.HoldsAsync(async () => (await ReportsAsync()).Count == 1);
        _peacefulReport = await HashAsync((await ReportsAsync()).Single(), CancellationToken.None);
    }

    /// <summary>Waits until each open upload has its report and its email and both hosts are well; adds to the result what came, and what
    /// did not in time.</summary>
    public async Task<ChaosResult> SettleAsync(ChaosResult result)
    {
        var watch = Stopwatch.StartNew();
        var names = uploads.OpenReports;
        await plan.HoldsAsync(async () => !names.Except(await ReportsAsync()).Any());
        await plan.HoldsAsync(() => Task.FromResult(!names.Except(Emails().Keys).Any()));
        var unrecovered = 0;
        foreach (var host in servers.Hosts)
        {
            unrecovered += await plan.HoldsAsync(() => servers.IsHealthyAsync(host)) ? 0 : 1;
        }

        var reports = await ReportsAsync();
        var partial = await CountOthersAsync(names.Where(reports.Contains));
        uploads.Close();
        return result with
        {
            Lost = result.Lost + names.Except(reports).Count(),
            Partial = result.Partial + partial,
            WithoutEmail = result.WithoutEmail + names.Except(Emails().Keys).Count(),
            Unrecovered = result.Unrecovered + unrecovered,
            Settled = watch.Elapsed > result.Settled ? watch.Elapsed : result.Settled,
        };
    }

    /// <summary>Adds what became of all emails, and the counts of the servers.</summary>
    public ChaosResult Finish(ChaosResult result)
    {
        var emails = Emails().Values;
        var reasons = emails.SelectMany(mails => mails.SkipLast(1)).Select(ReasonForCopyOf).ToList();
        return result with
        {
            Acknowledged = uploads.Acknowledged,
            Refused = uploads.Refused,
            Requests = servers.Storage.Requests,
            Spoilt = servers.Storage.Spoilt,
            LostAnswers = emails.Sum(mails => mails.Count(mail => mail.AnswerLost)),
            CopiesAfterLostAnswer = reasons.Count(reason => reason == CopyReason.LostAnswer),
            CopiesAfterKill = reasons.Count(reason => reason == CopyReason.Kill),
            OtherCopies = reasons.Count(reason => reason == CopyReason.None),
            MaxOfOneEmail = emails.Max(mails => mails.Count),
            CopiesAreAlike = emails.All(mails => mails.Select(mail => mail.MessageId).Distinct().Count() == 1),
        };
    }

    private enum CopyReason
    {
        None,
        LostAnswer,
        Kill,
    }

    /// <summary>Why an email may have been sent once more.</summary>
    private CopyReason ReasonForCopyOf(ReceivedMail mail) =>
        mail.AnswerLost ? CopyReason.LostAnswer
        : servers.Hosts.Single(host => host.Name == mail.FromName).Kills.Any(kill => IsJustAfter(mail, kill)) ? CopyReason.Kill
        : CopyReason.None;

    private static bool IsJustAfter(ReceivedMail mail, DateTimeOffset kill) =>
        kill - mail.ReceivedAt is var time && time > TimeSpan.FromSeconds(-1) && time < RecordTime;

    private async Task<HashSet<string>> ReportsAsync()
    {
        var reports = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var blob in servers.Container(Reports)
            .GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{ChaosUploads.Ies}/reporte_", default))
        {
            reports.Add(blob.Name);
        }

        return reports;
    }

    private Dictionary<string, List<ReceivedMail>> Emails() => servers.Mail.Received()
        .Where(mail => mail.Subject.StartsWith(Subject, StringComparison.Ordinal))
        .GroupBy(mail => mail.Subject[Subject.Length..], StringComparer.Ordinal)
        .ToDictionary(mails => mails.Key, mails => mails.OrderBy(mail => mail.ReceivedAt).ToList(), StringComparer.Ordinal);

    private async Task<int> CountOthersAsync(IEnumerable<string> reports)
    {
        var others = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(reports, async (report, stop) =>
        {
            if (await HashAsync(report, stop) != _peacefulReport)
            {
                others.Add(report);
            }
        });
        return others.Count;
    }

    private async Task<string> HashAsync(string report, CancellationToken cancellationToken)
    {
        var content = await servers.Container(Reports).GetBlobClient(report).DownloadContentAsync(cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(content.Value.Content));
    }
}
