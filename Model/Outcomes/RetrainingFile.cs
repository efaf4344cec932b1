using System.Buffers;
using System.Text;
using Antivirus.Model.Models;
using Antivirus.Model.Reports;

namespace Antivirus.Model.Outcomes;

/// <summary>Writes the students of a past cohort with what became of them, as a labelled file that a model can be trained on.</summary>
public static class RetrainingFile
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>The cohort's own columns with the target behind them, CSV in UTF-8; rows without an outcome are left out.</summary>
    /// <param name="outcomes">By id: whether the risk came about.</param>
    /// <returns>How many students were written; null where the cohort's id column is not certain.</returns>
    public static async Task<int?> WriteAsync(CohortRows rows, IReadOnlyDictionary<string, bool> outcomes, OutcomeOptions options,
        Stream output, CancellationToken cancellationToken)
    {
        var (words, buffer, written) = (options.Words, new ArrayBufferWriter<byte>(), 0);
        int[] kept = [.. Enumerable.Range(0, rows.Header.Count)
            .Where(column => !rows.Header[column].Equals(words.Column, StringComparison.OrdinalIgnoreCase))];
        WriteLine(buffer, kept.Select(column => rows.Header[column]), words.Column);
        var isCertain = await rows.ReadAsync(options.IdColumn, options.IdNames, async (id, cells) =>
        {
            if (!outcomes.TryGetValue(id, out var atRisk))
            {
                return;
            }

            written++;
            WriteLine(buffer, kept.Select(column => cells[column]), WordOf(words, atRisk));
            if (buffer.WrittenCount > FlushBytes)
            {
                await FlushAsync(buffer, output, cancellationToken);
            }
        }, cancellationToken);
        await FlushAsync(buffer, output, cancellationToken);
        return isCertain ? written : null;
    }

    /// <summary>The first word that a training reads as this outcome.</summary>
    internal static string WordOf(TargetWords words, bool atRisk) =>
        (atRisk ? words.AtRisk : words.NotAtRisk).FirstOrDefault(word => word.Length > 0) ?? "";

    private static async ValueTask FlushAsync(ArrayBufferWriter<byte> buffer, Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        buffer.ResetWrittenCount();
    }

    private static void WriteLine(ArrayBufferWriter<byte> output, IEnumerable<string> cells, string target)
    {
        foreach (var cell in cells)
        {
            CsvText.WriteOriginal(output, Encoding.UTF8.GetBytes(cell));
            output.Write(","u8);
        }

        CsvText.WriteOriginal(output, Encoding.UTF8.GetBytes(target));
        output.Write("\r\n"u8);
    }
}
