using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Antivirus.Functions.Tests.Api;
using Antivirus.Model.Models;
using Antivirus.Support;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Functions.Tests.Runs;

/// <summary>Whoever can write to the models' container changes no score: what fails a check is refused, and the former model
/// stays.</summary>
public sealed class TamperedModelTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>, IDisposable
{
    private const string Model = "student-performance";
    private const string Good = "f00d00000001";
    private const string Bad = "f00d00000002";
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly LogLines _log = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _key.Dispose();
        _log.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("the threshold in model.json", "model.json")]
    [InlineData("a byte of trees.bin", "trees.bin")]
    [InlineData("a byte of model.zip", "model.zip")]
    [InlineData("trees.bin is missing", "trees.bin")]
    [InlineData("the pointer is cut", "current.json")]
    [InlineData("the pointer names no hashes", "current.json")]
    [InlineData("the pointer names a file elsewhere", "current.json")]
    [InlineData("a threshold of -1, hashed", "threshold")]
    [InlineData("a deep tree, hashed", "deeper")]
    [InlineData("another model under this name, hashed", "another model")]
    public async Task A_tampered_artefact_is_refused_and_the_former_stays_in_use(string kind, string named)
    {
        // Arrange
        using var app = await StartAsync("");
        await PublishAsync(app, Bad);
        await TamperAsync(app, kind);

        // Act
        _clock.Advance(TimeSpan.FromSeconds(31));
        var first = await VersionAsync(app);
        _clock.Advance(TimeSpan.FromSeconds(31));
        var second = await VersionAsync(app);
        var health = await app.HealthAsync();

        // Assert
        Assert.Equal((Good, Good), (first, second));
        var line = Assert.Single(_log.Lines, line => line.StartsWith("A published version", StringComparison.Ordinal));
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.Contains(Good, line, StringComparison.Ordinal);
        Assert.True(health.Ok);
        Assert.False(health.Model.Ok);
        Assert.Contains(named, health.Model.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), line + health.Model.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repaired_version_is_taken_and_health_is_well_again()
    {
        // Arrange
        using var app = await StartAsync("");
        await PublishAsync(app, Bad);
        var trees = app.Containers.Models.GetBlobClient($"{Model}/{Bad}/{RiskModel.TreesFile}");
        var whole = (await trees.DownloadContentAsync(Cancellation)).Value.Content;
        await TamperAsync(app, "a byte of trees.bin");
        _clock.Advance(TimeSpan.FromSeconds(31));
        var refused = await VersionAsync(app);

        // Act
        await trees.UploadAsync(whole, overwrite: true, Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(31));
        var repaired = await VersionAsync(app);

        // Assert
        Assert.Equal((Good, Bad), (refused, repaired));
        Assert.True((await app.HealthAsync()).Model.Ok);
    }

    [Theory]
    [InlineData("signed", true)]
    [InlineData("not signed", false)]
    [InlineData("signed by another", false)]
    [InlineData("signed, then changed with its hash", false)]
    [InlineData("signed for another model", false)]
    public async Task With_a_public_key_only_what_its_owner_signed_is_used(string kind, bool used)
    {
        // Arrange
        using var app = await StartAsync(Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await PublishAsync(app, Bad, kind == "not signed" ? null : kind == "signed by another" ? other : _key);
        if (kind == "signed, then changed with its hash")
        {
            await RewriteAsync(app, RiskModel.DescriptionFile, WithThreshold("0.99"));
        }
        else if (kind == "signed for another model")
        {
            await RewritePointerAsync(app, pointer => pointer["signature"] = Convert.ToBase64String(
                _key.SignData(Encoding.UTF8.GetBytes("antivirus-model\notro"), HashAlgorithmName.SHA256)));
        }

        // Act
        _clock.Advance(TimeSpan.FromSeconds(31));
        var version = await VersionAsync(app);

        // Assert
        Assert.Equal(used ? Bad : Good, version);
        Assert.Equal(used, (await app.HealthAsync()).Model.Ok);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An app that scores with a sound published version.</summary>
    private async Task<ScoringApp> StartAsync(string publicKey)
    {
        var app = await ScoringApp.CreateAsync(azurite.ConnectionString,
            new Dictionary<string, string?> { ["Models:PublicKey"] = publicKey }, _clock, _log);
        await PublishAsync(app, Good, publicKey.Length > 0 ? _key : null);
        Assert.Equal(Good, await VersionAsync(app));
        return app;
    }

    private static async Task TamperAsync(ScoringApp app, string kind)
    {
        var trees = app.Containers.Models.GetBlobClient($"{Model}/{Bad}/{RiskModel.TreesFile}");
        await (kind switch
        {
            "the threshold in model.json" => ChangeAsync(app, RiskModel.DescriptionFile, WithThreshold("0.99")),
            "a byte of trees.bin" => ChangeAsync(app, RiskModel.TreesFile, FlipLastByte),
            "a byte of model.zip" => ChangeAsync(app, RiskModel.ModelFile, FlipLastByte),
            "trees.bin is missing" => trees.DeleteAsync(cancellationToken: Cancellation),
            "the pointer is cut" => PointAsync(app, "{\"version\":\""),
            "the pointer names no hashes" => PointAsync(app, $$"""{"version":"{{Bad}}"}"""),
            "the pointer names a file elsewhere" => RewritePointerAsync(app, pointer => pointer["files"]!["../x"] = new string('0', 64)),
            "a threshold of -1, hashed" => RewriteAsync(app, RiskModel.DescriptionFile, WithThreshold("-1")),
            "a deep tree, hashed" => RewriteTreesAsync(app),
            _ => RewriteAsync(app, RiskModel.DescriptionFile, json => Replace(json, $"\"name\": \"{Model}\"", "\"name\": \"otro\"")),
        });
    }

    /// <summary>Puts a deep tree in place of the trees, and its hash wherever one is kept.</summary>
    private static async Task RewriteTreesAsync(ScoringApp app)
    {
        var deep = DeepTree(200_000);
        var old =
            Hash((await app.Containers.Models.GetBlobClient($"{Model}/{Bad}/{RiskModel.TreesFile}").DownloadContentAsync(Cancellation))
            .Value.Content.ToArray());
        await RewriteAsync(app, RiskModel.TreesFile, _ => deep);
        await RewriteAsync(app, RiskModel.DescriptionFile, json => Replace(json, old, Hash(deep)));
    }

    /// <summary>A trees file of layout 1: one tree whose nodes follow one another.</summary>
    private static byte[] DeepTree(int nodes)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(0x52545641);
        Array.ForEach((int[])[1, 18], writer.Write);
        Array.ForEach((double[])[0, -1, 0], writer.Write);
        Array.ForEach((int[])[1, nodes], writer.Write);
        writer.Write(1.0);
        foreach (var child in Enumerable.Range(0, nodes).Select(node => ~node)
            .Concat(Enumerable.Range(1, nodes).Select(node => node < nodes ? node : ~node)).Concat(Enumerable.Repeat(0, nodes)))
        {
            writer.Write(child);
        }

        writer.Write(new byte[(nodes * (4 + 8)) + ((nodes + 1) * 16)]);
        return memory.ToArray();
    }

    private static Func<byte[], byte[]> WithThreshold(string threshold) => json =>
    {
        var description = JsonNode.Parse(json)!;
        description["threshold"] = JsonNode.Parse(threshold);
        return Encoding.UTF8.GetBytes(description.ToJsonString());
    };

    private static byte[] Replace(byte[] json, string old, string value)
    {
        var text = Encoding.UTF8.GetString(json);
        Assert.Contains(old, text, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.Replace(old, value, StringComparison.Ordinal));
    }

    private static byte[] FlipLastByte(byte[] content)
    {
        content[^1] ^= 1;
        return content;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static async Task<byte[]> ChangeAsync(ScoringApp app, string file, Func<byte[], byte[]> change)
    {
        var blob = app.Containers.Models.GetBlobClient($"{Model}/{Bad}/{file}");
        var changed = change((await blob.DownloadContentAsync(Cancellation)).Value.Content.ToArray());
        await blob.UploadAsync(new BinaryData(changed), overwrite: true, Cancellation);
        return changed;
    }

    /// <summary>Changes a file, and its hash in the pointer with it.</summary>
    private static async Task RewriteAsync(ScoringApp app, string file, Func<byte[], byte[]> change)
    {
        var changed = await ChangeAsync(app, file, change);
        await RewritePointerAsync(app, pointer => pointer["files"]![file] = Hash(changed));
    }

    private static async Task RewritePointerAsync(ScoringApp app, Action<JsonNode> change)
    {
        var blob = app.Containers.Models.GetBlobClient($"{Model}/current.json");
        var pointer = JsonNode.Parse((await blob.DownloadContentAsync(Cancellation)).Value.Content)!;
        change(pointer);
        await PointAsync(app, pointer.ToJsonString());
    }

    private static async Task PointAsync(ScoringApp app, string json) => await app.Containers.Models.GetBlobClient($"{Model}/current.json")
        .UploadAsync(new BinaryData(json), overwrite: true, Cancellation);

    private static async Task<string> VersionAsync(ScoringApp app) => (await app.Models.GetAsync(Model, Cancellation)).Artefact.Version;

    /// <summary>Publishes the shipped artefact under another version.</summary>
    private async Task PublishAsync(ScoringApp app, string version, ECDsa? key = null)
    {
        var folder = Directory.CreateDirectory(_folder.File(version)).FullName;
        foreach (var file in Directory.EnumerateFiles(RepositoryFolder.File("Model", "Artefacts", Model)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        var description = Path.Combine(folder, RiskModel.DescriptionFile);
        var shipped = RiskModel.Load(folder).Artefact.Version;
        File.WriteAllText(description, File.ReadAllText(description).Replace(shipped, version, StringComparison.Ordinal));
        await app.Published.UploadAsync(RiskModel.Load(folder).Artefact, folder, ["MODEL_CARD.md"], key, Cancellation);
        Assert.True(await app.Published.TryPointAsync(Model, version, Cancellation));
    }
}
