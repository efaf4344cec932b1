using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Api;

/// <summary>Each curl line of <c>docs/api.md</c>, run in order against the app, gets the answer that stands below it.</summary>
public sealed partial class DocumentedCallsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_call_gets_the_documented_answer()
    {
        var page = await File.ReadAllTextAsync(RepositoryFolder.File("docs", "api.md"), Cancellation);
        var blocks = Block().Matches(Here(page)).Select(match => (Calls: match.Groups["calls"].Value, Answer: match.Groups["answer"].Value))
            .ToList();

        Assert.NotEmpty(blocks);
        foreach (var (calls, answer) in blocks)
        {
            foreach (var call in calls.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                await RunAsync(call, answer);
            }
        }
    }

    /// <summary>The page with the address, key, institution and file of this test.</summary>
    private string Here(string page) => page
        .Replace("http://127.0.0.1:7071/", host.Http.BaseAddress!.ToString(), StringComparison.Ordinal)
        .Replace("x-api-key: KEY", $"x-api-key: {ApiHost.UdeaKey}", StringComparison.Ordinal)
        .Replace("univalle", "udea", StringComparison.Ordinal)
        .Replace("@cohorte.csv", "@" + RepositoryFolder.File("samples", "univalle", "cohorte-ejemplo.csv"), StringComparison.Ordinal);

    /// <summary>Some answers take shape only when the cohort is scored, so that a call is repeated for a while.</summary>
    private static async Task RunAsync(string call, string answer)
    {
        var got = "";
        await Eventually.HoldsAsync(
            async () =>
            {
                got = await CurlAsync(call);
                return answer.Length == 0 ? got.Length == 0 : HasShape(JsonDocument.Parse(answer).RootElement, got);
            },
            $"{Option().Match(call)} is answered as documented.");
    }

    private static async Task<string> CurlAsync(string call)
    {
        Assert.StartsWith("curl ", call, StringComparison.Ordinal);
        var start = new ProcessStartInfo("curl") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = ["-sS", "--max-time", "20", .. Argument().Matches(call[5..])
            .Select(match => match.Value.Replace("'", "", StringComparison.Ordinal))];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var curl = Process.Start(start)!;
        var errors = curl.StandardError.ReadToEndAsync(Cancellation);
        var answer = await curl.StandardOutput.ReadToEndAsync(Cancellation);
        await curl.WaitForExitAsync(Cancellation);
        Assert.True(curl.ExitCode == 0, await errors);
        return answer;
    }

    private static bool HasShape(JsonElement documented, string got)
    {
        try
        {
            return HasShape(documented, JsonDocument.Parse(got).RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool HasShape(JsonElement documented, JsonElement got) => (documented.ValueKind, got.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) =>
            documented.EnumerateObject().Select(field => field.Name).SequenceEqual(got.EnumerateObject().Select(field => field.Name))
            && documented.EnumerateObject().All(field => HasShape(field.Value, got.GetProperty(field.Name))),
        (JsonValueKind.Array, JsonValueKind.Array) => documented.GetArrayLength() == 0
            ? got.GetArrayLength() == 0
            : got.GetArrayLength() > 0 && got.EnumerateArray().All(item => HasShape(documented[0], item)),
        var (one, other) => one == other,
    };

    [GeneratedRegex(@"```sh\n(?<calls>.*?)```\n(```json\n(?<answer>.*?)```)?", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"('[^']*'|[^\s'])+")]
    private static partial Regex Argument();

    [GeneratedRegex(@"https?://[^\s']*")]
    private static partial Regex Option();
}
