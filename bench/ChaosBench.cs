using System.Globalization;
using Antivirus.Support;

namespace Antivirus.Bench;

/// <summary>
/// The long form of ChaosTests: <c>dotnet run -c Release --project bench -- chaos [rounds]</c>, 60 rounds by default. Each is a burst of
/// uploads on two hosts, one of which is killed in the middle, while one storage request in ten goes wrong and the mail server misbehaves.
/// After every fifth round all must settle; then storage, a container or the mail server fails for a time.
/// </summary>
public static class ChaosBench
{
    private const int Rounds = 60;
    private const int Burst = 20;
    private const int OutageEvery = 5;
    private const double FaultShare = 0.1;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : Rounds;
        var plan = new ChaosPlan(rounds, Burst, FaultShare, TimeSpan.FromMinutes(10)) { OutageEvery = OutageEvery };
        await using var run = await ChaosRun.StartAsync(plan, AppContext.BaseDirectory, seed: rounds);
        var result = await run.RunAsync(part =>
            Console.WriteLine($"{DateTime.UtcNow:HH:mm:ss} after {part.Kills} kills and {part.Outages} outages: {Summary(part)}"));
        var copies = $"{result.CopiesAfterLostAnswer}, {result.CopiesAfterKill}, {result.OtherCopies}";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | chaos | result |
            |---|---|
            | rounds, each with a kill -9 amid {Burst} uploads on two hosts | {result.Kills} |
            | outages: Azurite killed, a container deleted, login refused, disk full | {result.Outages} |
            | uploads acknowledged, refused or cut off | {result.Acknowledged}, {result.Refused} |
            | storage requests, spoilt | {result.Requests}, {result.Spoilt} |
            | acknowledged without a report | {result.Lost} |
            | reports that differ from that in peace | {result.Partial} |
            | reports without an email | {result.WithoutEmail} |
            | emails whose answer the mail server lost | {result.LostAnswers} |
            | copies after a lost answer, after a kill, for no such reason | {copies} |
            | most of one email, all copies with its Message-ID | {result.MaxOfOneEmail}, {result.CopiesAreAlike} |
            | hosts that did not recover by themselves | {result.Unrecovered} |
            | longest until all had settled | {result.Settled.TotalSeconds:0} s |
            """));
        await File.WriteAllTextAsync(RepositoryFolder.File("artifacts", "chaos.log"), run.Log);
        return result.IsKept ? 0 : 1;
    }

    private static string Summary(ChaosResult part) =>
        $"{part.Acknowledged} acknowledged; lost {part.Lost}, partial {part.Partial}, without email {part.WithoutEmail}, " +
        $"other copies {part.OtherCopies}, unrecovered {part.Unrecovered}; settled within {part.Settled.TotalSeconds:0} s";
}
