using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Support;
using CsCheck;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Random files, read by the reader and by splitting text: the same students come out, and every row is accounted for.</summary>
public sealed class CohortReaderDifferentialTests
{
    private static readonly Gen<string> Cell = Gen.Frequency(
        (40, Gen.Int[0, 5].Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        (1, Gen.Const("yes")),
        (1, Gen.Const(" 1 ")),
        (1, Gen.Const("1.0")),
        (1, Gen.Const("x")),
        (1, Gen.Const("99999")),
        (1, Gen.Const("")));

    private static readonly Gen<string> File =
        from lineEnd in Gen.Bool.Select(crlf => crlf ? "\r\n" : "\n")
        from separator in Gen.Int[0, 2].Select(index => ",;\t"[index])
        from quoted in Gen.Bool
        from rows in Cell.Array[17, 19].Array[1, 60]
        from isEnded in Gen.Bool
        select string.Join(separator, StudentPerformance.Schema.Features.Select(feature => feature.Name).Prepend("id")) + lineEnd
            + string.Join(lineEnd,
                rows.Select((row, index) => string.Join(separator, row.Prepend($"E{index}").Select(cell => quoted ? $"\"{cell}\"" : cell))))
            + (isEnded ? lineEnd : "");

    [Fact]
    public void The_reader_takes_the_students_that_a_plain_reading_takes() => File.Sample(
        text =>
        {
            var (ids, rows, problems) = Read(text);
            var plain = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Select(line => line.TrimEnd('\r').Split(Separator(text)).Select(cell => cell.Trim('"')).ToArray()).ToList();
            var good = plain.Where(cells => (cells.Length == 19 || (cells.Length == 20 && cells[19].Length == 0)) && cells.Skip(1)
                .Zip(StudentPerformance.Schema.Features, IsGood).All(isGood => isGood)).ToList();

            Assert.Equal(plain.Count, ids.Count + problems.Count);
            Assert.Equal(good.Select(cells => cells[0]), ids);
            Assert.Equal(good.SelectMany(cells => cells.Skip(1).Take(18).Select(ToNumber)), rows);
            Assert.Equal(plain.Select((cells, index) => (cells, Line: index + 2L)).Where(row => !good.Contains(row.cells))
                .Select(row => row.Line), problems.Select(problem => problem.Line));
        },
        iter: 2000,
        threads: 2);

    private static char Separator(string text) =>
        text.Contains(';', StringComparison.Ordinal) ? ';' : text.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';

    private static bool IsGood(string cell, Feature feature) =>
        cell.Trim().Length > 0
        && (cell is "yes" or "x" ? feature.Words.Any(word => word.Word == "yes") : ToNumber(cell) is var number
            && (feature.Kind == FeatureKind.Binary ? number is 0 or 1 : number >= feature.Minimum && number <= feature.Maximum));

    private static float ToNumber(string cell) =>
        cell is "yes" or "x" ? 1 : float.Parse(cell.Trim(), System.Globalization.CultureInfo.InvariantCulture);

    private static (List<string> Ids, List<float> Rows, List<RowProblem> Problems) Read(string text)
    {
        var (ids, rows, problems) = (new List<string>(), new List<float>(), new List<RowProblem>());
        var batch = new StudentBatch(7, 18);
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var reader = CohortReader.OpenAsync(input, StudentPerformance.Schema, ReportLanguage.Spanish, CancellationToken.None).GetAwaiter()
            .GetResult();
        while (reader.ReadAsync(batch, problems, CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            ids.AddRange(Enumerable.Range(0, batch.Count).Select(student => Encoding.UTF8.GetString(batch.Id(student))));
            rows.AddRange(batch.Features.ToArray());
        }

        return (ids, rows, problems);
    }
}
