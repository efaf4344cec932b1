namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>A copy on disk of a stream that cannot seek; readable by this user only, and gone when it is closed or the process
/// ends.</summary>
internal static class TemporaryCopy
{
    private const int BufferBytes = 128 * 1024;

    /// <returns>The copy, at its start; null when the source has more than <paramref name="maxBytes"/>.</returns>
    public static async Task<FileStream?> CreateAsync(Stream source, long maxBytes, CancellationToken cancellationToken)
    {
        var copy = TemporaryFile.Open("xlsx");
        try
        {
            var buffer = new byte[BufferBytes];
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (copy.Length + read > maxBytes)
                {
                    await copy.DisposeAsync();
                    return null;
                }

                await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            copy.Position = 0;
            return copy;
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }
}
