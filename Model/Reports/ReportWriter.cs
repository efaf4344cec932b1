using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Scoring;

namespace Antivirus.Model.Reports;

/// <summary>Writes a report's bytes: the first two columns and the line ends are the original system's.</summary>
/// <param name="reasonsOf">The schema whose words tell the reasons; null for a report without them.</param>
public sealed class ReportWriter(ReportOptions options, StudentSchema? reasonsOf)
{
    private const int Decimals = 4;

    private readonly bool _isOriginal = options.Columns == ReportColumns.Original;
    private readonly ReasonText? _reasons = reasonsOf is null || options.Columns == ReportColumns.Original ? null : new ReasonText(reasonsOf, options.Language);

    /// <summary>The header line.</summary>
    public void WriteHeader(IBufferWriter<byte> output) =>
        output.Write(_isOriginal ? "Id_estudiantes,Prediccion\r\n"u8
            : _reasons is null ? "Id_estudiantes,Prediccion,Probabilidad\r\n"u8
            : "Id_estudiantes,Prediccion,Probabilidad,Factores\r\n"u8);

    /// <summary>One line a student; gives how many are at risk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int WriteBatch(IBufferWriter<byte> output, StudentBatch batch, ReadOnlySpan<double> scores, double threshold, StudentReasons? reasons = null)
    {
        var atRisk = 0;
        for (var student = 0; student < batch.Count; student++)
        {
            var isAtRisk = scores[student] > threshold;
            atRisk += isAtRisk ? 1 : 0;
            WriteId(output, batch.Id(student));
            output.Write(isAtRisk ? ",En riesgo"u8 : ",No riesgo"u8);
            if (!_isOriginal)
            {
                WriteScore(output, scores[student]);
            }

            if (_reasons is not null)
            {
                output.Write(","u8);
                _reasons.Write(output, reasons is null ? [] : reasons.Of(student), batch.Row(student));
            }

            output.Write("\r\n"u8);
        }

        return atRisk;
    }

    /// <summary>The original's two columns hold ids as they came; whoever asked for those bytes gets them.</summary>
    private void WriteId(IBufferWriter<byte> output, ReadOnlySpan<byte> id)
    {
        if (_isOriginal)
        {
            CsvText.Write(output, id);
        }
        else
        {
            CsvText.WriteDefused(output, id);
        }
    }

    /// <summary>
    /// Four decimals; a tie goes to the even one. A float times 10 000 is exact in a double, so that whole numbers are enough for it,
    /// many times faster than the general formatter, which the endpoint's doubles go through.
    /// </summary>
    private static void WriteScore(IBufferWriter<byte> output, double score)
    {
        var span = output.GetSpan(16);
        span[0] = (byte)',';
        if ((float)score != score)
        {
            Utf8Formatter.TryFormat(score, span[1..], out var written, new StandardFormat('F', Decimals));
            output.Advance(written + 1);
            return;
        }

        var rest = (uint)Math.Round(score * 10_000);
        span[2] = (byte)'.';
        for (var digit = 2 + Decimals; digit > 2; digit--)
        {
            (rest, var last) = Math.DivRem(rest, 10);
            span[digit] = (byte)('0' + last);
        }

        span[1] = (byte)('0' + rest);
        output.Advance(3 + Decimals);
    }
}
