using System.Buffers;
using System.Buffers.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring;

namespace Antivirus.Model.Reports;

/// <summary>Writes a report's bytes: the first two columns and the line ends are the original system's.</summary>
/// <param name="reasonsOf">The schema whose words tell the reasons; null for a report without them.</param>
/// <param name="certainty">What the column <c>Certeza</c> is made of; null for a report without it.</param>
internal sealed class ReportWriter(ReportOptions options, StudentSchema? reasonsOf, Certainty? certainty = null)
{
    private const int Decimals = 4;

    // Label, score and line end of one student.
    private const int MaxBytesAfterId = 64;

    private readonly bool _isOriginal = options.Columns == ReportColumns.Original;
    private readonly Certainty? _certainty = options.ShowCertainty && options.Columns != ReportColumns.Original ? certainty : null;
    private readonly ReasonText? _reasons = reasonsOf is null || options.Columns == ReportColumns.Original ? null
        : new ReasonText(reasonsOf, options.Language);

    /// <summary>The header line.</summary>
    public void WriteHeader(IBufferWriter<byte> output)
    {
        output.Write("Id_estudiantes,Prediccion"u8);
        output.Write(_isOriginal ? [] : ",Probabilidad"u8);
        output.Write(_certainty is null ? [] : ",Certeza"u8);
        output.Write(_reasons is null ? [] : ",Factores"u8);
        output.Write("\r\n"u8);
    }

    /// <summary>One line a student; gives how many are at risk.</summary>
    public int WriteBatch(IBufferWriter<byte> output, StudentBatch batch, ReadOnlySpan<double> scores, RiskThreshold threshold,
        StudentReasons? reasons = null)
    {
        var atRisk = 0;
        for (var student = 0; student < batch.Count; student++)
        {
            var isAtRisk = threshold.IsExceeded(scores[student], batch.Row(student));
            atRisk += isAtRisk ? 1 : 0;
            WriteLine(output, batch, student, scores[student], isAtRisk, reasons);
        }

        return atRisk;
    }

    private void WriteLine(IBufferWriter<byte> output, StudentBatch batch, int student, double score, bool isAtRisk,
        StudentReasons? reasons)
    {
        var line = StartLine(output, batch.Id(student), out var length);
        var label = isAtRisk ? ",En riesgo"u8 : ",No riesgo"u8;
        label.CopyTo(line[length..]);
        length += label.Length;
        if (!_isOriginal)
        {
            length += FormatScore(score, line[length..]);
        }

        if (_certainty is not null)
        {
            var certeza = _certainty.IsSure(score, isAtRisk) ? ",alta"u8 : ",dudosa"u8;
            certeza.CopyTo(line[length..]);
            length += certeza.Length;
        }

        if (_reasons is not null)
        {
            line[length] = (byte)',';
            output.Advance(length + 1);
            _reasons.Write(output, reasons is null ? [] : reasons.Of(student), batch.Row(student));
            line = output.GetSpan(MaxBytesAfterId);
            length = 0;
        }

        "\r\n"u8.CopyTo(line[length..]);
        output.Advance(length + 2);
    }

    /// <summary>Room for the rest of a line, behind what of its id is not yet advanced over.</summary>
    private Span<byte> StartLine(IBufferWriter<byte> output, ReadOnlySpan<byte> id, out int length)
    {
        // Nearly every id is copied as it is, and its line is then one piece.
        if (_isOriginal ? CsvText.IsPlainOriginal(id) : CsvText.IsPlain(id) && !CsvText.IsFormula(id))
        {
            var line = output.GetSpan(id.Length + MaxBytesAfterId);
            id.CopyTo(line);
            length = id.Length;
            return line;
        }

        WriteId(output, id);
        length = 0;
        return output.GetSpan(MaxBytesAfterId);
    }

    /// <summary>The original's two columns hold ids as they came; whoever asked for those bytes gets them.</summary>
    private void WriteId(IBufferWriter<byte> output, ReadOnlySpan<byte> id)
    {
        if (_isOriginal)
        {
            CsvText.WriteOriginal(output, id);
        }
        else
        {
            CsvText.WriteDefused(output, id);
        }
    }

    /// <summary>
    /// A comma and four decimals; a tie goes to the even one. A float times 10 000 is exact in a double, so that whole numbers are enough
    /// for it,
    /// many times faster than the general formatter, which the endpoint's doubles go through. Gives how many bytes it wrote.
    /// </summary>
    private static int FormatScore(double score, Span<byte> target)
    {
        target[0] = (byte)',';
        if ((float)score != score)
        {
            Utf8Formatter.TryFormat(score, target[1..], out var written, new StandardFormat('F', Decimals));
            return written + 1;
        }

        var rest = (uint)Math.Round(score * 10_000);
        target[2] = (byte)'.';
        for (var digit = 2 + Decimals; digit > 2; digit--)
        {
            (rest, var last) = Math.DivRem(rest, 10);
            target[digit] = (byte)('0' + last);
        }

        target[1] = (byte)('0' + rest);
        return 3 + Decimals;
    }
}
