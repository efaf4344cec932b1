using System.Globalization;
using Antivirus.Support;

namespace Antivirus.Bench;

/// <summary>
/// The long form of ChaosTests: <c>dotnet run -c Release --project bench -- chaos [rounds]</c>, 60 rounds by default. Each is a burst of
/// uploads on two hosts, one of which is killed in the middle, while one storage request in ten goes wrong.
/// </summary>
public static class ChaosBench
{
    private const int Rounds = 60;
    private const int Burst = 20;
    private const double FaultShare = 0.1;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : Rounds;
        var plan = new ChaosPlan(rounds, Burst, FaultShare, TimeSpan.FromMinutes(10));
        await using var run = await ChaosRun.StartAsync(plan, AppContext.BaseDirectory, seed: rounds);
        var result = await run.RunAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | chaos | result |
            |---|---|
            | rounds, each with a kill -9 amid {Burst} uploads on two hosts | {result.Kills} |
            | uploads acknowledged, refused or cut off | {result.Acknowledged}, {result.Refused} |
            | storage requests, spoilt | {result.Requests}, {result.Spoilt} |
            | acknowledged without a report | {result.Lost} |
            | reports that differ from that in peace | {result.Partial} |
            | reports without an email | {result.WithoutEmail} |
            | copies of emails, most of one, all with one Message-ID | {result.Copies}, {result.MaxOfOneEmail}, {result.CopiesAreAlike} |
            | all settled after the last burst | {result.Settled.TotalSeconds:0} s |
            """));
        return result is { Lost: 0, Partial: 0, WithoutEmail: 0, CopiesAreAlike: true, MaxOfOneEmail: <= 3 } ? 0 : 1;
    }
}
