using System.Buffers;
using System.Globalization;
using System.Text;
using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Reports;

/// <summary>Writes the list of rejected rows: line, column, found, expected.</summary>
public sealed class ProblemsWriter(ReportLanguage language)
{
    /// <summary>The header line.</summary>
    public void WriteHeader(IBufferWriter<byte> output) =>
        output.Write(language == ReportLanguage.English ? "Line,Column,Found,Expected\r\n"u8 : "Linea,Columna,Encontrado,Esperado\r\n"u8);

    /// <summary>One line a problem.</summary>
    public static void Write(IBufferWriter<byte> output, RowProblem problem)
    {
        Write(output, problem.Line == 0 ? "" : problem.Line.ToString(CultureInfo.InvariantCulture), ","u8);
        Write(output, problem.Column ?? "", ","u8);
        Write(output, problem.Found, ","u8);
        Write(output, problem.Expected, "\r\n"u8);
    }

    private static void Write(IBufferWriter<byte> output, string cell, ReadOnlySpan<byte> end)
    {
        CsvText.WriteDefused(output, Encoding.UTF8.GetBytes(cell));
        output.Write(end);
    }
}
