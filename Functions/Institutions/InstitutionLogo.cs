namespace Antivirus.Functions.Institutions;

/// <summary>An institution's logo: a picture that mail programs show, small enough to go along with every email.</summary>
/// <param name="FileName">Name within the email, with the extension of its kind.</param>
internal sealed record InstitutionLogo(string FileName, string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <summary>With an attachment of the default size, what the provider takes in one email is nearly full.</summary>
    public const int MaxBytes = 200_000;

    /// <returns>What is wrong with the file; null when nothing is.</returns>
    public static string? Validate(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return $"there is no file '{path}'";
            }

            if (new FileInfo(path).Length > MaxBytes)
            {
                return $"'{path}' has more than {MaxBytes} bytes; make the picture smaller";
            }

            return KindOf(File.ReadAllBytes(path)) is null
                ? $"'{path}' is not a picture that mail programs show; use a PNG, JPEG or GIF file"
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"'{path}' cannot be read: {failure.Message}";
        }
    }

    /// <exception cref="InvalidDataException">It is not a picture; <see cref="Validate"/> says why.</exception>
    public static InstitutionLogo Load(string path)
    {
        var content = File.ReadAllBytes(path);
        var kind = KindOf(content) ?? throw new InvalidDataException($"'{path}' is not a picture.");
        return new InstitutionLogo($"logo.{(kind == "jpeg" ? "jpg" : kind)}", $"image/{kind}", content);
    }

    /// <summary>By the first bytes, since a name may say anything.</summary>
    private static string? KindOf(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "png"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "jpeg"
        : content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) ? "gif"
        : null;
}
