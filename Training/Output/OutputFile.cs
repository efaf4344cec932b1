using System.Text;

namespace Antivirus.Training.Output;

/// <summary>A file that is written beside its name and renamed when it is whole.</summary>
internal sealed class OutputFile(string path) : IAsyncDisposable
{
    private readonly string _beside = $"{path}.{Guid.NewGuid():N}.tmp";
    private LocalFile? _stream;

    public string Path => path;

    /// <summary>Writes a whole text in UTF-8 without BOM.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        await using var file = new OutputFile(path);
        await file.Open().WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await file.KeepAsync();
    }

    public LocalFile Open() => _stream = new LocalFile(_beside, FileMode.CreateNew, FileAccess.Write);

    /// <summary>Puts the file in place; one from before is removed when nothing was written now.</summary>
    public async Task KeepAsync()
    {
        if (_stream is null)
        {
            File.Delete(path);
            return;
        }

        await _stream.DisposeAsync();
        File.Move(_beside, path, overwrite: true);
        _stream = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
            _stream = null;
            File.Delete(_beside);
        }
    }
}
