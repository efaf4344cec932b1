using System.IO.Compression;

namespace Antivirus.Support;

/// <summary>Packs and unpacks files as uploads and reports are.</summary>
public static class PackedFile
{
    /// <summary>The content as gzip.</summary>
    public static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>The file, and what is packed in it.</summary>
    public static List<byte[]> Unpack(byte[] file)
    {
        List<byte[]> parts = [file];
        if (file.AsSpan().StartsWith("PK"u8))
        {
            using var archive = new ZipArchive(new MemoryStream(file));
            foreach (var entry in archive.Entries)
            {
                using var part = entry.Open();
                parts.Add(ReadAll(part));
            }
        }
        else if (file is [0x1F, 0x8B, ..])
        {
            using var unpacked = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
            parts.Add(ReadAll(unpacked));
        }

        return parts;
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
