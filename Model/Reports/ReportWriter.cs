using System.Buffers;
using System.Buffers.Text;
using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Reports;

/// <summary>Writes a report's bytes: the first two columns and the line ends are the original system's.</summary>
public sealed class ReportWriter(ReportColumns columns)
{
    /// <summary>The header line.</summary>
    public void WriteHeader(IBufferWriter<byte> output) =>
        output.Write(columns == ReportColumns.Original ? "Id_estudiantes,Prediccion\r\n"u8 : "Id_estudiantes,Prediccion,Probabilidad\r\n"u8);

    /// <summary>One line a student; gives how many are at risk.</summary>
    public int WriteBatch(IBufferWriter<byte> output, StudentBatch batch, ReadOnlySpan<double> scores, double threshold)
    {
        var atRisk = 0;
        for (var student = 0; student < batch.Count; student++)
        {
            var isAtRisk = scores[student] > threshold;
            atRisk += isAtRisk ? 1 : 0;
            WriteId(output, batch.Id(student));
            output.Write(isAtRisk ? ",En riesgo"u8 : ",No riesgo"u8);
            if (columns == ReportColumns.Full)
            {
                WriteScore(output, scores[student]);
            }

            output.Write("\r\n"u8);
        }

        return atRisk;
    }

    /// <summary>The original's two columns hold ids as they came; whoever asked for those bytes gets them.</summary>
    private void WriteId(IBufferWriter<byte> output, ReadOnlySpan<byte> id)
    {
        if (columns == ReportColumns.Original)
        {
            CsvText.Write(output, id);
        }
        else
        {
            CsvText.WriteDefused(output, id);
        }
    }

    private static void WriteScore(IBufferWriter<byte> output, double score)
    {
        var span = output.GetSpan(16);
        span[0] = (byte)',';
        Utf8Formatter.TryFormat(score, span[1..], out var written, new StandardFormat('F', 4));
        output.Advance(written + 1);
    }
}
