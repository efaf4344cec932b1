using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Antivirus.Functions.Access;

/// <summary>A key as configuration holds it, <c>name|salt|hash|expiry[|role]</c>: the salted SHA-256 (both base64), never the key; the
/// expiry as <c>yyyy-MM-dd</c>, its last day; without a role it opens all.</summary>
internal sealed record AccessKey(string Name, byte[] Salt, byte[] Hash, DateOnly Expiry)
{
    private const int FieldsWithoutRole = 4;

    public Roles Roles { get; private init; } = RoleRules.All;

    public static bool TryParse(string text, [NotNullWhen(true)] out AccessKey? key)
    {
        key = null;
        var parts = text.Split('|');
        var roles = parts.Length > FieldsWithoutRole ? RoleRules.Parse(parts[FieldsWithoutRole]) : RoleRules.All;
        if (parts.Length is not (FieldsWithoutRole or FieldsWithoutRole + 1)
            || roles == Roles.None
            || parts[0].Length == 0
            || !TryDecode(parts[1], out var salt)
            || !TryDecode(parts[2], out var hash)
            || hash.Length != SHA256.HashSizeInBytes
            || !DateOnly.TryParseExact(parts[3], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var expiry))
        {
            return false;
        }

        key = new AccessKey(parts[0], salt, hash, expiry) { Roles = roles };
        return true;
    }

    /// <summary>Whether the shown key is this one and still valid; takes the same time either way.</summary>
    public bool Opens(string shown, DateOnly today)
    {
        var hash = SHA256.HashData([.. Salt, .. Encoding.UTF8.GetBytes(shown)]);
        return CryptographicOperations.FixedTimeEquals(hash, Hash) & today <= Expiry;
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        var isBase64 = Convert.TryFromBase64String(text, bytes, out var written);
        bytes = bytes[..written];
        return isBase64 && written > 0;
    }
}
