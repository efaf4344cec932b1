using System.IO.Compression;
using System.Text;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Cohorts.Reading.Excel;

namespace Antivirus.Model.Erasure;

/// <summary>Looks for an id anywhere in a file of any kind, as a word of its own: for files whose rows cannot be told apart.</summary>
public static class StudentMention
{
    private const int ChunkBytes = 64 * 1024;

    public static async Task<bool> IsInAsync(Stream file, string id, CancellationToken cancellationToken)
    {
        var start = new byte[ChunkBytes];
        var read = await file.ReadAtLeastAsync(start, ChunkBytes, throwOnEndOfStream: false, cancellationToken);
        var whole = new PrefixedStream(start.AsMemory(0, read), file);
        try
        {
            if (FileSignature.IsZip(start))
            {
                return await IsInPackageAsync(whole, id, cancellationToken);
            }

            await using var unpacked = FileSignature.IsGzip(start) ? new GZipStream(whole, CompressionMode.Decompress) : (Stream)whole;
            return await IsInTextAsync(unpacked, id, cancellationToken);
        }
        catch (InvalidDataException)
        {
            // Damaged: what could be unpacked was looked through, and nobody reads further.
            return false;
        }
    }

    private static async Task<bool> IsInPackageAsync(Stream package, string id, CancellationToken cancellationToken)
    {
        await using var copy = await TemporaryCopy.CreateAsync(package, long.MaxValue, cancellationToken);
        await using var archive = new ZipArchive(copy!, ZipArchiveMode.Read);
        foreach (var entry in archive.Entries)
        {
            await using var part = await entry.OpenAsync(cancellationToken);
            if (await IsInTextAsync(part, id, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> IsInTextAsync(Stream text, string id, CancellationToken cancellationToken)
    {
        var student = new StudentId(id);
        string[] forms = [.. FormsOf(student.Text).Concat(FormsOf(student.Defused)).Distinct()];
        var longest = forms.Max(form => form.Length);
        var (buffer, kept) = (new byte[ChunkBytes], "");
        while (true)
        {
            // Blanks behind the last chunk: an id may end the file.
            var read = await text.ReadAtLeastAsync(buffer, ChunkBytes, throwOnEndOfStream: false, cancellationToken);
            var chunk = kept + Encoding.Latin1.GetString(buffer, 0, read) + (read < ChunkBytes ? "  " : "");
            if (Array.Exists(forms, form => Holds(chunk, form)))
            {
                return true;
            }

            if (read < ChunkBytes)
            {
                return false;
            }

            kept = chunk[Math.Max(0, chunk.Length - longest - 4)..];
        }
    }

    /// <summary>The bytes of the id in each encoding that files come in, one character per byte.</summary>
    private static IEnumerable<string> FormsOf(string id) =>
        ((Encoding[])[Encoding.UTF8, Encoding.Latin1, Encoding.Unicode, Encoding.BigEndianUnicode])
        .Select(encoding => Encoding.Latin1.GetString(encoding.GetBytes(id)));

    private static bool Holds(string chunk, string form)
    {
        for (var at = chunk.IndexOf(form, StringComparison.Ordinal); at >= 0; at = chunk.IndexOf(form, at + 1, StringComparison.Ordinal))
        {
            var (before, after) = (at - 1, at + form.Length);
            if (after + 1 < chunk.Length && !IsOfWord(chunk, before, -1) && !IsOfWord(chunk, after, 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a letter or digit of ASCII stands here, or beyond the zero byte that UTF-16 has beside each.</summary>
    private static bool IsOfWord(string chunk, int at, int direction)
    {
        var place = at >= 0 && at < chunk.Length && chunk[at] == '\0' ? at + direction : at;
        return place >= 0 && place < chunk.Length && char.IsAsciiLetterOrDigit(chunk[place]);
    }
}
