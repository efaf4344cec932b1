using System.Security.Cryptography;

namespace Antivirus.Training.Commands;

/// <summary>The private key that signs published models: a PEM file that stays with whoever publishes.</summary>
internal static class SigningKey
{
    private const int KeyBits = 256;

    /// <exception cref="TrainingException">The file is missing, or holds another kind of key.</exception>
    public static ECDsa Open(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            _ = key.ExportParameters(includePrivateParameters: true);
            if (key.KeySize == KeyBits)
            {
                return key;
            }
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            // Told below, without what the file holds.
        }

        key.Dispose();
        throw new TrainingException(
            $"--sign: {path} is not the PEM file of an ECDSA P-256 private key. Make one with: openssl ecparam -name prime256v1 -genkey " +
            "-noout -out key.pem");
    }

    /// <summary>The setting with which hosts check the signature; empty without a key.</summary>
    public static string Describe(ECDsa? key) => key is null ? ""
        : $"{Environment.NewLine}Setting for the hosts: Models__PublicKey={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}";
}
