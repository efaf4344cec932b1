using System.Buffers;
using System.Globalization;
using System.Text;

namespace Antivirus.Model.Reports;

/// <summary>Writes students in the order of calls as CSV: no label, since the list's end is not a verdict.</summary>
public static class CallListWriter
{
    private const int Decimals = 4;

    /// <summary>Header and one line per student; ids and reasons are quoted and defused as in a report.</summary>
    public static void Write(IBufferWriter<byte> output, IEnumerable<RankedStudent> students)
    {
        output.Write("Id_estudiantes,Orden,Probabilidad,Factores\r\n"u8);
        foreach (var student in students)
        {
            var reasons = string.Join("; ",
                student.Reasons.Select(reason => reason.Value.Length == 0 ? reason.Label : $"{reason.Label}: {reason.Value}"));
            CsvText.WriteDefused(output, Encoding.UTF8.GetBytes(student.Id));
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $",{student.Order},"), output);
            Encoding.UTF8.GetBytes(student.Score.ToString($"F{Decimals}", CultureInfo.InvariantCulture), output);
            output.Write(","u8);
            CsvText.WriteDefused(output, Encoding.UTF8.GetBytes(reasons));
            output.Write("\r\n"u8);
        }
    }
}
