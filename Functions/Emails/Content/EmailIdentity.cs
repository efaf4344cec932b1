using System.Security.Cryptography;
using System.Text;

namespace Antivirus.Functions.Emails.Content;

/// <summary>The identity of an email, derived from what it is about and whom it goes to.</summary>
internal static class EmailIdentity
{
    /// <summary>The same id for the same report, version and recipients, in any order; another for any other.</summary>
    public static Guid For(string report, string etag, IEnumerable<string> recipients)
    {
        var parts = recipients.Select(address => address.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal);
        // No line end can stand in a blob name's, ETag's or address's place, so two different lists never read the same.
        var text = string.Join('\n', [report, etag, .. parts]);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
