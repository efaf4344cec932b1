using Antivirus.Model.Pipeline;
using Antivirus.Training.Output;

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
}
