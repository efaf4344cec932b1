using System.IO.Compression;
using Antivirus.Model.Cohorts.Reading.Excel;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>A file made readable as lines of UTF-8: unpacked, known by its first bytes, transcoded, hashed.</summary>
internal sealed class CohortSource : IAsyncDisposable
{
    public const int StartBytes = 64 * 1024;
    private readonly HashingStream _hashing;
    private readonly Stream _text;
    private readonly WorkbookSource? _workbook;

    private CohortSource(HashingStream hashing, WorkbookSource workbook, ReadOnlyMemory<byte> start)
        : this(hashing, workbook.Text, start, encoding: null) => _workbook = workbook;

    private CohortSource(HashingStream hashing, Stream text, ReadOnlyMemory<byte> start, string? encoding)
    {
        _hashing = hashing;
        _text = text;
        Start = start;
        Encoding = encoding;
    }

    /// <summary>The first bytes of the text, as UTF-8 without byte order mark: at most 64 KB.</summary>
    public ReadOnlyMemory<byte> Start { get; }

    /// <summary>Whether <see cref="Start"/> is the whole text.</summary>
    public bool IsWhole => Start.Length < StartBytes - System.Text.Encoding.UTF8.Preamble.Length;

    /// <summary><c>UTF-8</c>, <c>UTF-16</c>, <c>Windows-1252</c>, <c>Mac Roman</c> or <c>CP850</c>; null for a workbook.</summary>
    public string? Encoding { get; }

    /// <summary>The workbook's sheet; null for a text file.</summary>
    public string? Sheet => _workbook?.SheetName;

    /// <summary>Rows read so far that the spreadsheet hides; 0 for a text file.</summary>
    public int HiddenRows => _workbook?.HiddenRows ?? 0;

    /// <summary>The whole text from its start, without overlong lines.</summary>
    public Stream OpenText() => new LineGuard(Start, _text);

    /// <param name="sheet">Which sheet is meant, should the file be a workbook.</param>
    /// <exception cref="CohortFormatException">It is empty, damaged, or another kind of file.</exception>
    public static async Task<CohortSource> OpenAsync(Stream upload, SheetChoice sheet, ReportLanguage language,
        CancellationToken cancellationToken, long maxUnpackedBytes = ReadingOptions.DefaultMaxUnpackedBytes,
        long ratioFreeBytes = UnpackedStream.RatioFreeBytes)
    {
        var texts = new ProblemTexts(language);
        var hashing = new HashingStream(upload);
        try
        {
            var (text, start) = await UnpackAsync(hashing, maxUnpackedBytes, ratioFreeBytes, language, cancellationToken);
            if (WorkbookSource.Matches(start.Span))
            {
                return await OpenWorkbookAsync(hashing, new PrefixedStream(start, text), sheet, language, maxUnpackedBytes,
                    cancellationToken);
            }

            (text, start, var encoding) = await DecodeAsync(text, start, language, cancellationToken);
            if (WrappedLines.Match(start.Span))
            {
                text = new WrappedLines(new LineGuard(start, text));
                start = await ReadStartAsync(text, cancellationToken);
            }

            if (start.Span.Trim(" \t\r\n"u8).IsEmpty)
            {
                throw new CohortFormatException(new RowProblem(0, null, texts.EmptyFile, texts.CohortFile));
            }

            return new CohortSource(hashing, text, start,
                encoding == "UTF-8" && CellText.IsWindows1252(start.Span) ? "Windows-1252" : encoding);
        }
        catch (InvalidDataException)
        {
            throw new CohortFormatException(new RowProblem(0, null, texts.DamagedGzip, texts.CohortFile));
        }
    }

    /// <summary>SHA-256 of the file as uploaded, lower-case hex; reads what is left of it.</summary>
    public ValueTask<string> FinishAsync(CancellationToken cancellationToken) => _hashing.FinishAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _text.DisposeAsync();
        await (_workbook?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _hashing.DisposeAsync();
    }

    /// <summary>The text as UTF-8, its start anew, and what it came as.</summary>
    private static async Task<(Stream Text, ReadOnlyMemory<byte> Start, string Encoding)> DecodeAsync(
        Stream text, ReadOnlyMemory<byte> start, ReportLanguage language, CancellationToken cancellationToken)
    {
        RefuseOther(start.Span, language);
        var encoding = "UTF-8";
        if (Utf16Text.Find(start.Span, out var markLength) is { } utf16)
        {
            text = System.Text.Encoding.CreateTranscodingStream(new PrefixedStream(start[markLength..], text), utf16,
                System.Text.Encoding.UTF8);
            start = await ReadStartAsync(text, cancellationToken);
            encoding = "UTF-16";
        }

        start = start.Span.StartsWith(System.Text.Encoding.UTF8.Preamble) ? start[3..] : start;
        RefuseOther(start.Span, language);
        var kind = SingleByteText.Find(start.Span);
        if (SingleByteText.EncodingOf(kind) is { } old)
        {
            text = System.Text.Encoding.CreateTranscodingStream(new PrefixedStream(start, text), old, System.Text.Encoding.UTF8);
            start = await ReadStartAsync(text, cancellationToken);
            encoding = kind == SingleByteKind.MacRoman ? "Mac Roman" : "CP850";
        }
        else if (kind == SingleByteKind.Unknown)
        {
            var texts = new ProblemTexts(language);
            throw new CohortFormatException(new RowProblem(0, null, texts.UnknownLetters, texts.Utf8File));
        }

        return (text, start, encoding);
    }

    private static async Task<CohortSource> OpenWorkbookAsync(
        HashingStream hashing,
        Stream file,
        SheetChoice sheet,
        ReportLanguage language,
        long maxUnpackedBytes,
        CancellationToken cancellationToken)
    {
        var limits = WorkbookLimits.Default with { MaxUnpackedBytes = maxUnpackedBytes };
        var workbook = await WorkbookSource.OpenAsync(file, sheet, language, limits, cancellationToken);
        try
        {
            return new CohortSource(hashing, workbook, await ReadStartAsync(workbook.Text, cancellationToken));
        }
        catch
        {
            await workbook.DisposeAsync();
            throw;
        }
    }

    private static async Task<(Stream Text, ReadOnlyMemory<byte> Start)> UnpackAsync(HashingStream hashing, long maxBytes,
        long ratioFreeBytes,
        ReportLanguage language, CancellationToken cancellationToken)
    {
        var start = await ReadStartAsync(hashing, cancellationToken);
        if (!FileSignature.IsGzip(start.Span))
        {
            return (hashing, start);
        }

        var gzip = new GZipStream(new PrefixedStream(start, hashing), CompressionMode.Decompress);
        var unpacked = new UnpackedStream(gzip, hashing, maxBytes, ratioFreeBytes, language);
        return (unpacked, await ReadStartAsync(unpacked, cancellationToken));
    }

    private static async Task<ReadOnlyMemory<byte>> ReadStartAsync(Stream stream, CancellationToken cancellationToken)
    {
        var start = new byte[StartBytes];
        var read = await stream.ReadAtLeastAsync(start, StartBytes, throwOnEndOfStream: false, cancellationToken);
        return start.AsMemory(0, read);
    }

    private static void RefuseOther(ReadOnlySpan<byte> start, ReportLanguage language)
    {
        if (FileSignature.Detect(start) is { } other)
        {
            var isEnglish = language == ReportLanguage.English;
            throw new CohortFormatException(new RowProblem(0, null, isEnglish ? other.English : other.Spanish,
                isEnglish ? other.AdviceEnglish : other.AdviceSpanish));
        }
    }
}
