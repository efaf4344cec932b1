namespace Antivirus.Functions.Emails.Content;

/// <summary>An institution's logo: a picture that mail programs show, small enough to go along with every email.</summary>
internal static class LogoFile
{
    /// <summary>With an attachment of the default size, what the provider takes in one email is nearly full.</summary>
    public const int MaxBytes = 200_000;

    private const string ContentId = "logo@antivirus";

    /// <summary>What is wrong with the file; null when nothing is.</summary>
    public static string? WhatIsWrong(string path)
    {
        try
        {
            return !File.Exists(path)
                ? $"there is no file '{path}'"
                : new FileInfo(path).Length > MaxBytes
                    ? $"'{path}' has more than {MaxBytes} bytes; make the picture smaller"
                    : KindOf(File.ReadAllBytes(path)) is null
                        ? $"'{path}' is no picture that mail programs show; give a PNG, JPEG or GIF file"
                        : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"'{path}' cannot be read: {failure.Message}";
        }
    }

    /// <summary>The picture as part of an email.</summary>
    /// <exception cref="InvalidDataException">It is none; <see cref="WhatIsWrong"/> says why.</exception>
    public static EmailFile Load(string path)
    {
        var content = File.ReadAllBytes(path);
        var kind = KindOf(content) ?? throw new InvalidDataException($"'{path}' is no picture.");
        return new EmailFile($"logo.{(kind == "jpeg" ? "jpg" : kind)}", $"image/{kind}", content, ContentId);
    }

    /// <summary>By the first bytes, since a name may say anything.</summary>
    private static string? KindOf(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "png"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "jpeg"
        : content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) ? "gif"
        : null;
}
