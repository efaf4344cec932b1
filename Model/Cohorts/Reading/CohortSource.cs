using System.IO.Compression;
using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>An uploaded file made readable: unpacked, sniffed, transcoded where a byte order mark says UTF-16, hashed.</summary>
internal sealed class CohortSource : IAsyncDisposable
{
    private const int StartBytes = 64 * 1024;
    private readonly HashingStream _hashing;
    private readonly Stream _text;

    private CohortSource(HashingStream hashing, Stream text, ReadOnlyMemory<byte> start)
    {
        _hashing = hashing;
        _text = text;
        Start = start;
    }

    /// <summary>The first bytes of the text, as UTF-8 without byte order mark: at most 64 KB.</summary>
    public ReadOnlyMemory<byte> Start { get; }

    /// <summary>The whole text from its start, without overlong lines.</summary>
    public Stream OpenText() => new LineGuard(Start, _text);

    public static async Task<CohortSource> OpenAsync(Stream upload, ProblemTexts texts, CancellationToken cancellationToken)
    {
        var hashing = new HashingStream(upload);
        var start = await ReadStartAsync(hashing, cancellationToken);
        Stream text = hashing;
        if (start.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            text = new GZipStream(new PrefixedStream(start, hashing), CompressionMode.Decompress);
            start = await ReadUnpackedStartAsync(text, texts, cancellationToken);
        }

        if (Utf16Of(start.Span) is { } utf16)
        {
            text = Encoding.CreateTranscodingStream(new PrefixedStream(start[2..], text), utf16, Encoding.UTF8);
            start = await ReadStartAsync(text, cancellationToken);
        }

        start = start.Span.StartsWith(Encoding.UTF8.Preamble) ? start[3..] : start;
        RefuseBinary(start.Span, texts);
        return new CohortSource(hashing, text, start);
    }

    /// <summary>SHA-256 of the file as uploaded, lower-case hex; reads what is left of it.</summary>
    public ValueTask<string> FinishAsync(CancellationToken cancellationToken) => _hashing.FinishAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _text.DisposeAsync();
        await _hashing.DisposeAsync();
    }

    private static async Task<ReadOnlyMemory<byte>> ReadStartAsync(Stream stream, CancellationToken cancellationToken)
    {
        var start = new byte[StartBytes];
        var read = await stream.ReadAtLeastAsync(start, StartBytes, throwOnEndOfStream: false, cancellationToken);
        return start.AsMemory(0, read);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadUnpackedStartAsync(Stream unpacked, ProblemTexts texts, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadStartAsync(unpacked, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw new CohortFormatException(new RowProblem(0, null, texts.DamagedGzip, texts.CohortFile));
        }
    }

    private static UnicodeEncoding? Utf16Of(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
        [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
        _ => null,
    };

    private static void RefuseBinary(ReadOnlySpan<byte> start, ProblemTexts texts)
    {
        var isKnown = start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("%PDF"u8) || start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);
        if (isKnown || start.StartsWith("\0"u8))
        {
            throw new CohortFormatException(new RowProblem(0, null, texts.Binary, texts.CohortFile));
        }
    }
}
