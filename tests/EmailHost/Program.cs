// A host of its own for the tests of emails: it takes events from its input, a report's name a line, as many
// at a time as its argument says, and tells what became of each. Being a process, it can be killed.
using System.Globalization;
using Antivirus.Functions;
using Antivirus.Functions.Emails.Delivery;
using Antivirus.Functions.Emails.Transports;
using Antivirus.LocalHost;
using Antivirus.Storage;
using Microsoft.Extensions.DependencyInjection;

var builder = LocalHostBuilder.Create([]);
builder.AddLocalServer([]);
using var host = builder.Build();
var notifier = host.Services.GetRequiredService<ReportNotifier>();
var reports = host.Services.GetRequiredService<Containers>().Reports;
Console.WriteLine("ready");

await Parallel.ForEachAsync(Lines(), new ParallelOptions { MaxDegreeOfParallelism = int.Parse(args[0], CultureInfo.InvariantCulture) },
    async (report, cancellationToken) =>
{
    string answer;
    try
    {
        await notifier.RunAsync(reports.GetBlobClient(report), report, cancellationToken);
        answer = "done";
    }
    catch (EmailDelayedException)
    {
        answer = "again";
    }

    Console.WriteLine($"{answer} {report}");
});

static async IAsyncEnumerable<string> Lines()
{
    while (await Console.In.ReadLineAsync() is { } line)
    {
        yield return line;
    }
}
