namespace Antivirus.Model.Cohorts.Reading;

/// <summary>The unpacked bytes of a .gz file, until they are more than any cohort has: a small file must not unpack without end.</summary>
/// <param name="unpacked">What the decompressor returns.</param>
/// <param name="packed">What it reads from.</param>
/// <param name="maxBytes">Of the unpacked file.</param>
/// <param name="ratioFreeBytes">Of the unpacked file, up to which the ratio does not count.</param>
internal sealed class UnpackedStream(Stream unpacked, HashingStream packed, long maxBytes, long ratioFreeBytes, ReportLanguage language)
    : ForwardStream
{
    /// <summary>Unpacked bytes per packed byte. Real cohorts stay below 60; a deflate bomb reaches 1 000.</summary>
    public const int MaxRatio = 200;

    /// <summary>64 MB: files of a few different rows pack well, and cost little up to here.</summary>
    public const long RatioFreeBytes = 64L << 20;

    private long _read;

    /// <exception cref="CohortFormatException">The file unpacks into more than it may.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await unpacked.ReadAsync(buffer, cancellationToken);
        _read += read;
        if (_read > maxBytes || (_read > ratioFreeBytes && _read / MaxRatio > packed.BytesRead))
        {
            var texts = new ProblemTexts(language);
            throw new CohortFormatException(new RowProblem(0, null, _read > maxBytes ? texts.TooLarge(maxBytes) : texts.TooDense(MaxRatio),
                texts.SmallerFile));
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
    }
}
