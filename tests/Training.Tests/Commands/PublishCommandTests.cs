using System.Security.Cryptography;
using System.Text.Json;
using Antivirus.Model.Models;
using Antivirus.Storage.Models;
using Antivirus.Support;
using Azure.Storage.Blobs;

namespace Antivirus.Training.Tests.Commands;

public sealed class PublishCommandTests(AzuriteAccount azurite, PublishCommandTests.Trainings trainings)
    : IClassFixture<AzuriteAccount>, IClassFixture<PublishCommandTests.Trainings>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _container = $"modelos-{Guid.NewGuid():N}";

    [Fact]
    public async Task Each_training_is_a_version_that_stays_and_rollback_points_back_at_it()
    {
        // Arrange
        var (first, firstVersion) = Trained("a", seed: 1);
        var (second, secondVersion) = Trained("b", seed: 2);

        // Act
        Assert.Equal(firstVersion, await CurrentAfterAsync("--model", first));
        Assert.Equal(secondVersion, await CurrentAfterAsync("--model", second));
        var listed = await PublishAsync("--model", "student-performance", "--list");
        Assert.Equal(firstVersion, await CurrentAfterAsync("--model", "student-performance", "--rollback", firstVersion));
        var after = await PublishAsync("--model", "student-performance", "--list");

        // Assert
        Assert.Equal([(firstVersion, false), (secondVersion, true)], Versions(listed).OrderBy(version => version.Current));
        Assert.Equal([(secondVersion, false), (firstVersion, true)], Versions(after).OrderBy(version => version.Current));
    }

    [Fact]
    public async Task A_published_version_holds_the_whole_artefact_and_is_never_written_again()
    {
        // Arrange
        var (folder, version) = Trained("a", seed: 1);
        await PublishAsync("--model", folder);
        var container = new BlobContainerClient(azurite.ConnectionString, _container);
        var card = container.GetBlobClient($"student-performance/{version}/MODEL_CARD.md");
        var before = (await card.GetPropertiesAsync(cancellationToken: TestContext.Current.CancellationToken)).Value.ETag;
        await File.WriteAllTextAsync(Path.Combine(folder, "MODEL_CARD.md"), "another card", TestContext.Current.CancellationToken);

        // Act
        await PublishAsync("--model", folder);

        // Assert
        Assert.Equal(before, (await card.GetPropertiesAsync(cancellationToken: TestContext.Current.CancellationToken)).Value.ETag);
        var names = container.GetBlobs(cancellationToken: TestContext.Current.CancellationToken)
            .Select(blob => blob.Name.Replace($"/{version}/", "/v/", StringComparison.Ordinal));
        Assert.Equal(
            ["student-performance/current.json", "student-performance/v/MODEL_CARD.md", "student-performance/v/manifest.json",
                "student-performance/v/model.json",
                "student-performance/v/model.zip", "student-performance/v/profile.json", "student-performance/v/report.html",
                    "student-performance/v/trees.bin"],
            names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_pointer_names_the_hash_of_every_file_and_a_signature_that_the_printed_key_opens()
    {
        // Arrange
        var (folder, version) = Trained("a", seed: 1);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(_folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);

        // Act
        var said = await Training.RunAsync("publish", "--model", folder, "--sign", _folder.File("key.pem"), "--storage",
            azurite.ConnectionString, "--container", _container);
        await PublishAsync("--model", "student-performance", "--rollback", version);

        // Assert
        Assert.Contains($"Models__PublicKey={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}", said.Output,
            StringComparison.Ordinal);
        var json = await new BlobContainerClient(azurite.ConnectionString, _container).GetBlobClient("student-performance/current.json")
            .DownloadContentAsync(TestContext.Current.CancellationToken);
        var pointer = ModelPointer.Parse("current.json", json.Value.Content);
        Assert.Equal(Directory.GetFiles(folder).Select(Path.GetFileName).Order(), pointer.Files.Keys.Order());
        Assert.All(pointer.Files, file => Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file.Key)))), file.Value));
        Assert.True(pointer.IsSignedBy("student-performance", key));
    }

    [Fact]
    public async Task A_key_that_cannot_sign_is_refused_by_its_file()
    {
        await File.WriteAllTextAsync(_folder.File("key.pem"), "-----BEGIN NOTHING-----", TestContext.Current.CancellationToken);

        var said = await Training.RunAsync("publish", "--sign", _folder.File("key.pem"), "--storage", azurite.ConnectionString);

        Assert.Equal((1, true), (said.ExitCode, said.Errors.Contains("--sign: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_unknown_version_and_an_unreachable_storage_are_told_so()
    {
        var (folder, _) = Trained("a", seed: 1);
        await PublishAsync("--model", folder);

        var unknown = await Training.RunAsync("publish", "--model", "student-performance", "--rollback", "000000000000", "--storage",
            azurite.ConnectionString, "--container", _container);
        var nowhere = await Training.RunAsync("publish", "--model", folder, "--storage", "no connection string");

        Assert.Equal((1, true), (unknown.ExitCode, unknown.Errors.Contains("is not published", StringComparison.Ordinal)));
        Assert.Equal((1, true), (nowhere.ExitCode, nowhere.Errors.Contains("--storage", StringComparison.Ordinal)));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A copy of a trained artefact, which the test may change.</summary>
    private (string Folder, string Version) Trained(string name, int seed)
    {
        var folder = _folder.Copy(trainings.Artefact(seed), name);
        return (folder, RiskModel.Load(folder).Artefact.Version);
    }

    private async Task<JsonElement> PublishAsync(params string[] args)
    {
        var (exitCode, output, errors) =
            await Training.RunAsync(["publish", .. args, "--storage", azurite.ConnectionString, "--container", _container, "--json"]);
        Assert.True(exitCode == 0, errors);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    /// <summary>The version that the pointer in storage names after the command, which must be the one that it says.</summary>
    private async Task<string> CurrentAfterAsync(params string[] args)
    {
        var said = (await PublishAsync(args)).GetProperty("version").GetString()!;
        var pointer = await new BlobContainerClient(azurite.ConnectionString, _container).GetBlobClient("student-performance/current.json")
            .DownloadContentAsync(TestContext.Current.CancellationToken);
        using var stored = JsonDocument.Parse(pointer.Value.Content);
        Assert.Equal(said, stored.RootElement.GetProperty("version").GetString());
        return said;
    }

    private static IEnumerable<(string Version, bool Current)> Versions(JsonElement listed) =>
        listed.GetProperty("versions").EnumerateArray()
            .Select(version => (version.GetProperty("version").GetString()!, version.GetProperty("current").GetBoolean()));

    /// <summary>Two trainings on the same students.</summary>
    public sealed class Trainings : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        /// <param name="seed">1 or 2.</param>
        public string Artefact(int seed) => _folder.File($"modelo-{seed}");

        public async ValueTask InitializeAsync()
        {
            var data = _folder.File("datos.csv");
            Assert.Equal(0, (await Training.RunAsync("synth", "--labelled", "--rows", "120", "--out", data)).ExitCode);
            foreach (var seed in (int[])[1, 2])
            {
                Assert.Equal(0, (await Training.RunAsync(
                    "train", "--data", data, "--model", "student-performance", "--out", Artefact(seed), "--seed", $"{seed}")).ExitCode);
            }
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
