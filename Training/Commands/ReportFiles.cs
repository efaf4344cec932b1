using Antivirus.Model.Scoring;

namespace Antivirus.Training.Commands;

/// <summary>A report and its rejected rows as files: written beside their names, and renamed when they are whole.</summary>
internal sealed class ReportFiles(string path) : IAsyncDisposable
{
    private readonly OutputFile _report = new(path);
    private readonly OutputFile _problems = new(Path.Combine(Path.GetDirectoryName(path) ?? "", "errores_" + Path.GetFileName(path)));

    public string ProblemsPath => _problems.Path;

    public CohortOutputs ToCohortOutputs() => new(
        _ => ValueTask.FromResult<Stream>(_report.Open()),
        _ => ValueTask.FromResult<Stream>(_problems.Open()));

    /// <summary>Forgets what was written of the report.</summary>
    public ValueTask DropReportAsync() => _report.DisposeAsync();

    /// <summary>Puts both in place; what was there from before and was not written now is removed.</summary>
    public async Task KeepAsync()
    {
        await _problems.KeepAsync();
        await _report.KeepAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _report.DisposeAsync();
        await _problems.DisposeAsync();
    }

    private sealed class OutputFile(string path) : IAsyncDisposable
    {
        private readonly string _beside = $"{path}.{Guid.NewGuid():N}.tmp";
        private FileStream? _stream;

        public string Path => path;

        public FileStream Open() =>
            _stream = new FileStream(_beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);

        public async Task KeepAsync()
        {
            if (_stream is null)
            {
                File.Delete(path);
                return;
            }

            await _stream.DisposeAsync();
            _stream = null;
            File.Move(_beside, path, overwrite: true);
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
}
