using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Antivirus.Training.Commands;

/// <summary><c>keys new</c>: makes an institution's key and prints it once; configuration gets its salted hash only.</summary>
internal static class KeysCommand
{
    private const int KeyBytes = 32;
    private const int SaltBytes = 16;

    private static readonly Argument<string> Ies = new("ies") { Description = "The institution's code." };
    private static readonly Option<string> Name =
        new("--name") { Description = "Whose key it is, for the audit log.", DefaultValueFactory = _ => "principal" };
    private static readonly Option<int> Days = new("--days") { Description = "Days until it expires.", DefaultValueFactory = _ => 365 };

    private static readonly Option<string?> Role =
        new("--role") { Description = "What it may do: registro, consejeria, direccion or administracion; all without." };

    public static Command Create()
    {
        var create = new Command("new", "Make a key for an institution.") { Ies, Name, Days, Role };
        Role.AcceptOnlyFromAmong("registro", "consejeria", "direccion", "administracion");
        create.SetAction(parsed =>
            Print(parsed.InvocationConfiguration.Output, parsed.GetValue(Ies)!, parsed.GetValue(Name)!, parsed.GetValue(Days),
                parsed.GetValue(Role)));
        return new Command("keys", "Keys of the HTTP API.") { create };
    }

    private static void Print(TextWriter output, string ies, string name, int days, string? role)
    {
        if (name.Contains('|', StringComparison.Ordinal) || days < 1)
        {
            throw new TrainingException("--name may not hold '|', and --days must be 1 or more.");
        }

        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(key)]);
        var expiry = TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string[] fields = [name, Convert.ToBase64String(salt), Convert.ToBase64String(hash), expiry];
        var setting = string.Join('|', role is null ? fields : [.. fields, role]);
        output.WriteLine($"""
            Key for {ies}, shown this once; send it in the header x-api-key:
              {key}
            Setting for the app (the next free number for a further key):
              Auth__Keys__{ies}__0={setting}
            """);
    }
}
