using System.Security.Cryptography;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Hashes what is read through it: the file as uploaded, compressed or not.</summary>
internal sealed class HashingStream(Stream source) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes read so far.</summary>
    public long BytesRead { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await source.ReadAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span[..read]);
        BytesRead += read;
        return read;
    }

    /// <summary>Reads what nobody read, and gives the SHA-256 of all, lower-case hex.</summary>
    public async ValueTask<string> FinishAsync(CancellationToken cancellationToken)
    {
        var rest = new byte[64 * 1024];
        while (await ReadAsync(rest, cancellationToken) > 0)
        {
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
