using System.Net;
using Antivirus.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Antivirus.Functions.Tests.Api;

/// <summary>A host that looks for uploads once, at its start: of later ones only the ledger tells.</summary>
public sealed class IdleHost : IAsyncLifetime
{
    internal ApiHost Api { get; } = new(new Dictionary<string, string?>
    {
        ["Auth:Keys:udea:0"] = ApiHost.Setting(ApiHost.UdeaKey, "2999-12-31"),
        ["LocalHost:PollSeconds"] = "3600",
    });

    public ValueTask InitializeAsync() => Api.InitializeAsync();

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}

/// <summary>Outcomes that come before the report which they are to measure.</summary>
public sealed class EarlyOutcomesTests(IdleHost host) : IClassFixture<IdleHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "todavía no está listo")]
    [InlineData(RunState.Waiting, "todavía no está listo")]
    [InlineData(RunState.Running, "todavía no está listo")]
    [InlineData(RunState.Failed, "El último intento")]
    [InlineData(RunState.Rejected, "no hay nada que medir")]
    public async Task Outcomes_before_the_report_are_refused_with_what_to_wait_for(RunState? state, string words)
    {
        // Arrange
        var file = $"{state?.ToString() ?? "nuevo"}.csv".ToLowerInvariant();
        await host.Api.Uploads.UploadBlobAsync($"udea/{file}", BinaryData.FromString("id,age\nA1,17\n"), Cancellation);
        await NoteAsync($"udea/{file}", state);

        // Act
        using var request = ApiHost.Request(HttpMethod.Post, $"api/outcomes/udea/{file}", ApiHost.UdeaKey,
            new ByteArrayContent("id,passed\nA1,no\n"u8.ToArray()));
        using var refused = await host.Api.Http.SendAsync(request, Cancellation);

        // Assert
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains(words, await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private async Task NoteAsync(string upload, RunState? state)
    {
        if (state is not { } noted)
        {
            return;
        }

        var ledger = host.Api.Services.GetRequiredService<RunLedger>();
        await using var claim = await ledger.ClaimAsync(upload, Cancellation);
        await claim.SaveAsync(
            new RunManifest { State = noted, Upload = upload, UploadETag = "", StartedAt = DateTimeOffset.UnixEpoch }, Cancellation);
    }
}
