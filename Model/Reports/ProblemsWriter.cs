using System.Buffers;
using System.Globalization;
using System.Text;
using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Reports;

/// <summary>Writes the list of rejected rows: line, column, found, expected.</summary>
public sealed class ProblemsWriter(ReportLanguage language)
{
    /// <summary>Rows that the list names; beyond, it says how many there are more. Nobody mends tens of thousands of rows one by
    /// one.</summary>
    public const int MaxRows = 10_000;

    /// <summary>The header line.</summary>
    public void WriteHeader(IBufferWriter<byte> output) =>
        output.Write(language == ReportLanguage.English ? "Line,Column,Found,Expected\r\n"u8 : "Linea,Columna,Encontrado,Esperado\r\n"u8);

    /// <summary>The last line of a list that does not name all.</summary>
    /// <param name="count">Rejected rows that the list does not name.</param>
    public void WriteRest(IBufferWriter<byte> output, long count) => Write(output, language == ReportLanguage.English
        ? new RowProblem(0, null, Count.Of(count, "more rejected row"),
            "rows like those above; correct these first, then send the file again")
        : new RowProblem(0, null, Count.Of(count, "fila rechazada más", "filas rechazadas más"),
            "filas como las de arriba; corrija primero estas y envíe el archivo de nuevo"));

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
