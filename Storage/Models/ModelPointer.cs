using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Antivirus.Model.Models;

namespace Antivirus.Storage.Models;

/// <summary>Content of <c>current.json</c>, and of the manifest that each version keeps: which files make it up.</summary>
/// <param name="Version">The artefact's version.</param>
/// <param name="Files">SHA-256 of every file of the version, in lower-case hex, by file name.</param>
/// <param name="Signature">ECDSA P-256 signature over <see cref="SignedContent"/>, in base64; null where the version was not
/// signed.</param>
public sealed record ModelPointer(string Version, IReadOnlyDictionary<string, string> Files, string? Signature = null)
{
    private const int MaxFiles = 16;
    private const int HashLength = 64;

    /// <exception cref="ArtefactException">It is not a pointer, or names what cannot be files of a version.</exception>
    public static ModelPointer Parse(string blobName, BinaryData json)
    {
        ModelPointer? pointer;
        try
        {
            pointer = JsonSerializer.Deserialize(json, PointerJson.Default.ModelPointer);
        }
        catch (JsonException failure)
        {
            throw new ArtefactException($"{blobName} cannot be read; publish the model again.", failure);
        }

        if (pointer is not { Files: not null } || !IsName(pointer.Version))
        {
            throw new ArtefactException($"{blobName} does not name the version and the SHA-256 of its files; publish the model again.");
        }

        var isSound = pointer.Files.Count <= MaxFiles && pointer.Files.All(file => IsName(file.Key) && IsHash(file.Value))
            && pointer.Files.ContainsKey(RiskModel.DescriptionFile) && pointer.Files.ContainsKey(RiskModel.TreesFile);
        return isSound ? pointer
            : throw new ArtefactException($"{blobName} names files that are not those of an artefact; publish the model again.");
    }

    /// <summary>The same pointer with the signature of a private key.</summary>
    public ModelPointer Sign(string model, ECDsa privateKey) =>
        this with { Signature = Convert.ToBase64String(privateKey.SignData(SignedContent(model), HashAlgorithmName.SHA256)) };

    /// <summary>Whether the owner of the key signed exactly these files as this version of this model.</summary>
    public bool IsSignedBy(string model, ECDsa publicKey)
    {
        var signature = new byte[256];
        return Signature is not null && Convert.TryFromBase64String(Signature, signature, out var length)
            && publicKey.VerifyData(SignedContent(model), signature.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    /// <summary>Whether both name the same version with the same files.</summary>
    public static bool AreEqual(ModelPointer? one, ModelPointer? other) => one is null || other is null
        ? one is null && other is null
        : one.Version == other.Version && one.HasSameFiles(other);

    /// <summary>Whether both name the same files with the same content.</summary>
    public bool HasSameFiles(ModelPointer other) => Files.Count == other.Files.Count
        && Files.All(file => other.Files.TryGetValue(file.Key, out var hash) && hash == file.Value);

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PointerJson.Default.ModelPointer);

    /// <summary>Model, version and files, a line each, in a fixed order.</summary>
    private byte[] SignedContent(string model) => Encoding.UTF8.GetBytes(string.Join('\n',
    [
        "antivirus-model", model, Version,
        .. Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key} {file.Value}"),
    ]));

    /// <summary>Letters, digits and single marks between: nothing that could lead out of a folder.</summary>
    private static bool IsName(string? name) => name is { Length: > 0 and <= 64 } && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')
        && !name.Contains("..", StringComparison.Ordinal);

    private static bool IsHash(string? hash) => hash is { Length: HashLength } && hash.All(char.IsAsciiHexDigitLower);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelPointer))]
internal sealed partial class PointerJson : JsonSerializerContext;
