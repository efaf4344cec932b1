using System.Buffers.Binary;
using System.IO.Compression;

namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>The ZIP package of a workbook: its parts by name, each read within the limits.</summary>
internal sealed class WorkbookPackage : IDisposable
{
    private const int EndRecordBytes = 22;
    private const int MaxDirectoryBytesPerEntry = 512;
    private readonly FileStream _file;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly UnpackedBytes _total = new();
    private readonly WorkbookLimits _limits;
    private readonly WorkbookTexts _texts;

    private readonly bool _leavesOpen;

    private WorkbookPackage(FileStream file, WorkbookLimits limits, WorkbookTexts texts, bool leaveOpen)
    {
        _file = file;
        _leavesOpen = leaveOpen;
        _limits = limits;
        _texts = texts;
        _zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in _zip.Entries)
        {
            _parts.TryAdd(NameOf(entry), entry);
        }
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyCollection<ZipArchiveEntry> Entries => _zip.Entries;

    /// <summary>The name by which other parts know an entry.</summary>
    public static string NameOf(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/').TrimStart('/');

    /// <summary>Opens the package, and closes the file with it unless it is to stay open.</summary>
    /// <exception cref="CohortFormatException">It is damaged, too large, or another kind of file that is a ZIP package too.</exception>
    public static WorkbookPackage Open(FileStream file, WorkbookLimits limits, WorkbookTexts texts, bool leaveOpen = false)
    {
        CheckDirectory(file, limits, texts);
        WorkbookPackage? package = null;
        try
        {
            package = new WorkbookPackage(file, limits, texts, leaveOpen);
            package.RefuseOthers();
            return package;
        }
        catch (InvalidDataException)
        {
            throw texts.Damaged();
        }
        catch
        {
            package?._zip.Dispose();
            throw;
        }
    }

    /// <summary>The part's XML; null where the package has no such part.</summary>
    public PartReader? OpenPart(string name) =>
        _parts.TryGetValue(name, out var entry) ? new PartReader(Open(entry), _limits, _texts) : null;

    /// <summary>The content of an entry; its reader says where nodes of XML start.</summary>
    public PartStream Open(ZipArchiveEntry entry) => Open(entry, _limits);

    /// <summary>The content of an entry, to be copied.</summary>
    public Stream OpenBytes(ZipArchiveEntry entry) => Open(entry, _limits with { MaxNodeBytes = long.MaxValue });

    public void Dispose()
    {
        _zip.Dispose();
        if (!_leavesOpen)
        {
            _file.Dispose();
        }
    }

    private PartStream Open(ZipArchiveEntry entry, WorkbookLimits limits) => entry.IsEncrypted ? throw _texts.Encrypted()
        : new PartStream(entry.Open(), entry.CompressedLength, _total, limits, _texts);

    /// <summary>Looks at the end of the file before the directory is read: reading a directory of millions of entries is what must not
    /// happen.</summary>
    private static void CheckDirectory(FileStream file, WorkbookLimits limits, WorkbookTexts texts)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndRecordBytes + ushort.MaxValue)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        file.Position = 0;
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < EndRecordBytes)
        {
            throw texts.Damaged();
        }

        var entries = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10));
        var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        var bytes = file.Length - tail.Length + end - start;
        if (entries > limits.MaxEntries || bytes > (long)limits.MaxEntries * MaxDirectoryBytesPerEntry)
        {
            throw texts.TooLarge();
        }

        if (bytes < 0)
        {
            throw texts.Damaged();
        }
    }

    private void RefuseOthers()
    {
        if (_parts.ContainsKey("xl/workbook.bin"))
        {
            throw _texts.Binary();
        }

        if (_parts.ContainsKey("mimetype") && _parts.ContainsKey("content.xml"))
        {
            throw _texts.OpenDocument();
        }

        if (_parts.ContainsKey("Index.zip") || _parts.Keys.Any(name => name.EndsWith(".iwa", StringComparison.OrdinalIgnoreCase)))
        {
            throw _texts.Numbers();
        }

        if (_parts.ContainsKey("word/document.xml") || _parts.ContainsKey("ppt/presentation.xml"))
        {
            throw _texts.Document();
        }

        if (!_parts.ContainsKey("[Content_Types].xml"))
        {
            throw _texts.Zip();
        }
    }
}
