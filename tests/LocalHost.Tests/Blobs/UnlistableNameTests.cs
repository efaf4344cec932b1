using Antivirus.Blobs;
using Antivirus.LocalHost.Tests.Fakes;
using Antivirus.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Antivirus.LocalHost.Tests.Blobs;

/// <summary>Names that XML cannot hold, which Azurite takes and then cannot list.</summary>
public sealed class UnlistableNameTests(AzuriteAccount azurite)
{
    [Theory]
    [InlineData("univalle/año\u0001🎓.csv", "univalle/año")]
    [InlineData("univalle/😀\u000Bz.csv", "univalle/😀")]
    [InlineData("univalle/z\uFFFE.csv", "univalle/z")]
    [InlineData("\u001F", "")]
    public async Task A_name_that_cannot_be_listed_is_logged_and_all_others_are_done(string name, string beginning)
    {
        // Arrange
        var uploads = await Uploads.CreateAsync(azurite.ConnectionString);
        string[] others = ["a.csv", "univalle/a.csv", "univalle/año.csv", "univalle/año 🎓.csv", "univalle/z.csv", "univalle/😀.csv",
            "z.csv"];
        await Task.WhenAll(others.Append(name).Select(other => uploads.PutAsync(other)));

        // Act
        await using var host = await TestHost.StartAsync([typeof(OnUpload)], uploads.Settings);
        await Eventually.HoldsAsync(() => Task.FromResult(host.Calls.Finished.Count == others.Length), "All others were done.");
        await uploads.PutAsync("univalle/nuevo.csv");
        await Eventually.HoldsAsync(() => Task.FromResult(host.Calls.Finished.Contains("univalle/nuevo.csv")), "A later one too.");

        // Assert: once, and in the health until it is gone.
        var names = host.Services.GetRequiredService<UnlistableNames>();
        Assert.Equal(others.Append("univalle/nuevo.csv").Order(), host.Calls.Finished.Order());
        Assert.Single(host.Log.All, line => line.Contains($"begins with '{beginning}' and goes on", StringComparison.Ordinal));
        Assert.Equal([beginning], names.In(uploads.Container.Name));
        await uploads.Container.DeleteBlobAsync(name, cancellationToken: TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => Task.FromResult(names.In(uploads.Container.Name).Count == 0), "It is gone.");
    }
}
