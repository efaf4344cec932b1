using System.Buffers;
using Antivirus.Model.Models.TreeShap;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;

namespace Antivirus.Model.Pipeline;

/// <summary>The stream of all contributions, where somebody asked for it: opened with the first batch, ended with the last.</summary>
internal sealed class ReasonsOutput(
    Func<CancellationToken, ValueTask<Stream>> open,
    ReportOptions options,
    IRiskScorer scorer,
    TreeShapExplainer explainer)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private ReasonsWriter? _writer;
    private Stream? _stream;

    public async ValueTask WriteAsync(ScoredBatch batch, RiskThreshold threshold, CancellationToken cancellationToken)
    {
        _stream ??= await open(cancellationToken);
        _writer ??= new ReasonsWriter(_buffer, scorer, explainer, threshold);
        _writer.Write(batch.Batch, batch.Scores, options.ReasonsForAll);
        await EmptyAsync(_stream, cancellationToken);
    }

    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (_stream is not null && _writer is not null)
        {
            _writer.End();
            await EmptyAsync(_stream, cancellationToken);
            await _stream.FlushAsync(cancellationToken);
            _writer.Dispose();
        }
    }

    private async ValueTask EmptyAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        _buffer.ResetWrittenCount();
    }
}
