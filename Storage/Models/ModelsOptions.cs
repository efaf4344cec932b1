using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Antivirus.Storage.Models;

/// <summary>What a published model must show: settings <c>Models__…</c>.</summary>
public sealed class ModelsOptions
{
    public const string Section = "Models";

    /// <summary>Public key (ECDSA P-256) whose signature a published model must have: PEM, or its base64 alone. Empty: none is
    /// asked for.</summary>
    public string PublicKey { get; set; } = "";

    /// <summary>The key; null where none is set.</summary>
    /// <exception cref="CryptographicException">It is not a public key.</exception>
    /// <exception cref="ArgumentException">It is not PEM.</exception>
    /// <exception cref="FormatException">It is not base64.</exception>
    internal ECDsa? OpenKey()
    {
        if (string.IsNullOrWhiteSpace(PublicKey))
        {
            return null;
        }

        var key = ECDsa.Create();
        try
        {
            if (PublicKey.Contains("-----BEGIN", StringComparison.Ordinal))
            {
                // In an environment variable the lines of a PEM file are often written with \n between.
                key.ImportFromPem(PublicKey.Replace("\\n", "\n", StringComparison.Ordinal));
            }
            else
            {
                key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(PublicKey), out _);
            }

            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}

/// <summary>Stops the host on a key that cannot check anything.</summary>
internal sealed class ModelsOptionsValidator : IValidateOptions<ModelsOptions>
{
    private const int KeyBits = 256;

    public ValidateOptionsResult Validate(string? name, ModelsOptions options)
    {
        try
        {
            using var key = options.OpenKey();
            return key is null or { KeySize: KeyBits }
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("Models__PublicKey must be a key on the curve P-256.");
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or FormatException)
        {
            return ValidateOptionsResult.Fail(
                "Models__PublicKey must be an ECDSA P-256 public key, as PEM or as the base64 that 'Training publish --sign' prints.");
        }
    }
}
