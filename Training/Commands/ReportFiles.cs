using Antivirus.Model.Cohorts;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Reports.Workbooks;
using Antivirus.Training.Output;

namespace Antivirus.Training.Commands;

/// <summary>
/// A report and its rejected rows as files: written beside their names, and renamed when they are whole. A report called <c>….xlsx</c> is a
/// workbook that holds the rejected rows too; beside it they are CSV as ever. All contributions go to a third file where one is named.
/// </summary>
internal sealed class ReportFiles : IAsyncDisposable
{
    private readonly string _path;
    private readonly ReportLanguage _language;
    private readonly bool _isWorkbook;
    private readonly OutputFile _report;
    private readonly OutputFile _problems;
    private readonly OutputFile? _reasons;
    private FileStream? _rows;

    public ReportFiles(string path, ReportLanguage language, string? reasonsPath)
    {
        (_path, _language) = (path, language);
        _isWorkbook = path.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase);
        _report = new OutputFile(path);
        _reasons = reasonsPath is null ? null : new OutputFile(reasonsPath);
        var csv = _isWorkbook ? Path.ChangeExtension(path, ".csv") : path;
        _problems = new OutputFile(Path.Combine(Path.GetDirectoryName(path) ?? "", "errores_" + Path.GetFileName(csv)));
    }

    public string ProblemsPath => _problems.Path;

    public CohortOutputs ToCohortOutputs() => new(
        _ => ValueTask.FromResult<Stream>(_isWorkbook ? _rows = OpenRows() : _report.Open()),
        _ => ValueTask.FromResult<Stream>(_problems.Open()))
    {
        OpenReasons = _reasons is null ? null : _ => ValueTask.FromResult<Stream>(_reasons.Open()),
    };

    /// <summary>Forgets what was written of the report and of the contributions.</summary>
    public async ValueTask DropReportAsync()
    {
        await _report.DisposeAsync();
        if (_reasons is not null)
        {
            await _reasons.DisposeAsync();
        }

        await DisposeRowsAsync();
    }

    /// <summary>Puts them in place; what was there from before and was not written now is removed.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        await _problems.KeepAsync();
        if (_rows is not null)
        {
            _rows.Position = 0;
            await using var problems = File.Exists(ProblemsPath) ? new LocalFile(ProblemsPath, FileMode.Open, FileAccess.Read) : null;
            await ReportWorkbook.WriteAsync(_rows, problems, _report.Open(), _language, cancellationToken);
        }

        await _report.KeepAsync();
        if (_reasons is not null)
        {
            await _reasons.KeepAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DropReportAsync();
        await _problems.DisposeAsync();
    }

    /// <summary>The rows wait for the workbook in a file of their own, which nobody else can read and which is gone when it is
    /// closed.</summary>
    private FileStream OpenRows()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream($"{_path}.{Guid.NewGuid():N}.tmp", options);
    }

    private async ValueTask DisposeRowsAsync()
    {
        if (_rows is not null)
        {
            await _rows.DisposeAsync();
            _rows = null;
        }
    }
}
