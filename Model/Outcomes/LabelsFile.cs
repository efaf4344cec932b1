using System.Buffers;
using System.Text;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Reports;

namespace Antivirus.Model.Outcomes;

/// <summary>What became of students as text, for storage: <c>id,atRisk</c>, 1 where the risk came about.</summary>
public static class LabelsFile
{
    private static readonly string[] Columns = ["id", "atRisk"];

    public static async Task WriteAsync(IReadOnlyDictionary<string, bool> labels, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("id,atRisk\n"u8);
        foreach (var (id, atRisk) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            CsvText.WriteOriginal(buffer, Encoding.UTF8.GetBytes(id));
            buffer.Write(atRisk ? ",1\n"u8 : ",0\n"u8);
        }

        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    public static async Task<IReadOnlyDictionary<string, bool>> ReadAsync(Stream text, CancellationToken cancellationToken)
    {
        var labels = new Dictionary<string, bool>(StringComparer.Ordinal);
        await using var reader = await TableReader.OpenAsync(text, new TableOptions { Columns = Columns }, cancellationToken);
        await foreach (var row in reader.ReadAsync(cancellationToken))
        {
            labels[row.Cells[0]] = row.Cells[1] == "1";
        }

        return labels;
    }
}
