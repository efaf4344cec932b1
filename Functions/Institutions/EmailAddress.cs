using MimeKit;

namespace Antivirus.Functions.Institutions;

/// <summary>The form that every address of the settings must have.</summary>
internal static class EmailAddress
{
    /// <summary>One bare address, such as <c>bienestar@univalle.edu.co</c>: no name beside it, no list, no line end.</summary>
    public static bool IsValid(string text) =>
        MailboxAddress.TryParse(text, out var address) && address.Address == text && text.Contains('@') && !text.Any(char.IsControl);
}
