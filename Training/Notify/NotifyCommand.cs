using System.CommandLine;
using Antivirus.Model.Cohorts;
using Antivirus.Storage;
using Antivirus.Storage.Emails;
using Antivirus.Training.Commands;

namespace Antivirus.Training.Notify;

/// <summary><c>notify</c>: how the emails of reports stand, and sending one again on purpose.</summary>
internal static class NotifyCommand
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    public static Command Create()
    {
        var report = new Option<string?>("--report")
        {
            Description =
            "Name of the report's blob, univalle/2026/reporte_a.csv. Without it, all emails that did not leave are listed."
        };
        var again = new Option<bool>("--again") { Description = "Send the email of this report again, to the addresses that are set now." };
        var storage = StorageOption.Create();
        var command = new Command("notify", "Show how the emails of reports stand, or send one again.") { report, again, storage };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new Request(parsed.GetValue(report), parsed.GetValue(again), parsed.GetValue(storage)),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Request request, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (Check(request) is { } wrong)
        {
            await errors.WriteLineAsync(wrong);
            return WrongUsage;
        }

        try
        {
            await RunAsync(request, StorageOption.Open(request.Storage), output, cancellationToken);
            return 0;
        }
        catch (Exception failure) when (failure is TrainingException or InvalidDataException)
        {
            await errors.WriteLineAsync(failure.Message);
        }
        catch (Exception failure) when (StorageOption.IsFailure(failure, cancellationToken))
        {
            await errors.WriteLineAsync(StorageOption.Describe(failure));
        }

        return Failed;
    }

    private static async Task RunAsync(Request request, Containers containers, TextWriter output, CancellationToken cancellationToken)
    {
        var ledger = new EmailLedger(containers, TimeProvider.System);
        if (request.Report is not { } report)
        {
            await ListAsync(ledger, output, cancellationToken);
        }
        else if (request.Again)
        {
            await new EmailResend(ledger, containers).SendAgainAsync(report, cancellationToken);
            await output.WriteLineAsync(
                $"{report}: asked for. The running app sends it within seconds (polling) or as soon as its event arrives (Azure); " +
                $"'notify --report {report}' shows.");
        }
        else
        {
            await output.WriteLineAsync((await ledger.ReadAsync(report, cancellationToken)).Entry is { } entry ? Describe(entry)
                : $"{report}: no email was ever begun.");
        }
    }

    private static async Task ListAsync(EmailLedger ledger, TextWriter output, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var entry in ledger.ListUnsentAsync(cancellationToken))
        {
            count++;
            await output.WriteLineAsync(Describe(entry));
        }

        await output.WriteLineAsync(count == 0 ? "All emails were sent." : $"{count} not sent.");
    }

    private static string Describe(EmailEntry entry)
    {
        var sent = entry.SentAt is { } time ? FormattableString.Invariant($" at {time:yyyy-MM-dd HH:mm:ss} UTC") : "";
        var why = entry.Error is null ? "" : $" {entry.Error}";
        return $"{entry.Report}: {entry.State}{sent}, tries: {entry.Attempts}.{why}";
    }

    private static string? Check(Request request)
    {
        if (request.Again && request.Report is null)
        {
            return "--again needs --report: one email at a time.";
        }

        return request.Report is { } report && !CohortId.TryParseReport(report, out _, out _)
            ? $"'{report}' is not a report: give the blob's name with its institution, such as univalle/reporte_a.csv or " +
                "univalle/errores_a.csv."
            : null;
    }

    private sealed record Request(string? Report, bool Again, string? Storage);
}
