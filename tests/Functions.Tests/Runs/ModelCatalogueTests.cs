using Antivirus.Model.Models;
using Antivirus.Support;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Functions.Tests.Runs;

public sealed class ModelCatalogueTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
{
    private const string Model = "student-performance";

    [Fact]
    public async Task A_newly_published_model_is_noticed_without_a_restart()
    {
        // Arrange
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString, clock: clock);
        var shipped = await VersionAsync(app);
        await PublishAsync(app, shipped, "f00d00000001");

        // Act
        var before = await VersionAsync(app);
        clock.Advance(TimeSpan.FromSeconds(30));
        var after = await VersionAsync(app);

        // Assert
        Assert.Equal((shipped, "f00d00000001"), (before, after));
    }

    [Fact]
    public async Task The_report_page_is_that_of_the_model_in_use_and_no_other()
    {
        // Arrange
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString, clock: clock);
        var page = RepositoryFolder.File("Model", "Artefacts", Model, RiskModel.ReportFile);
        var shipped = await app.Models.FindReportAsync(Model, TestContext.Current.CancellationToken);
        var version = await VersionAsync(app);

        // Act
        await PublishAsync(app, version, "f00d00000002", RiskModel.ReportFile);
        clock.Advance(TimeSpan.FromSeconds(30));
        var published = await app.Models.FindReportAsync(Model, TestContext.Current.CancellationToken);
        await PublishAsync(app, version, "f00d00000003");
        clock.Advance(TimeSpan.FromSeconds(30));
        var none = await app.Models.FindReportAsync(Model, TestContext.Current.CancellationToken);

        // Assert
        Assert.Equal(await File.ReadAllBytesAsync(page, TestContext.Current.CancellationToken), shipped);
        Assert.Equal(shipped, published);
        Assert.Null(none);
    }

    private static async Task<string> VersionAsync(ScoringApp app) =>
        (await app.Models.GetAsync(Model, TestContext.Current.CancellationToken)).Artefact.Version;

    /// <summary>Publishes the shipped artefact under another version.</summary>
    private static async Task PublishAsync(ScoringApp app, string shipped, string version, params string[] companions)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(RepositoryFolder.File("Model", "Artefacts", Model)))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        var description = folder.File(RiskModel.DescriptionFile);
        File.WriteAllText(description, File.ReadAllText(description).Replace(shipped, version, StringComparison.Ordinal));
        await app.Published.UploadAsync(RiskModel.Load(folder.Path).Artefact, folder.Path, companions, null,
            TestContext.Current.CancellationToken);
        Assert.True(await app.Published.TryPointAsync(Model, version, TestContext.Current.CancellationToken));
    }
}
