using System.IO.Compression;
using System.Text;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Erasure;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Erasure;

/// <summary>A file is written anew without one student; all other bytes stay what they were.</summary>
public sealed class RowEraserTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Encodings => ["utf-8", "utf-8 marked", "utf-16le", "utf-16be", "windows-1252"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Other_rows_stay_byte_for_byte_in_every_encoding(string name)
    {
        // Arrange
        var (encoding, mark) = EncodingOf(name);
        byte[] Encode(string text) => [.. mark, .. encoding.GetBytes(text)];
        var before = Encode("Título\r\nid;edad;año\r\nÑ-1;17;1º\r\nÑ-2;18;2º\r\nÑ-1;19;3º\r\nÑ-3;20;4º");
        var reading = new ReadingSummary { HeaderLine = 2, Separator = ";", IdColumn = "id" };

        // Act
        var (rows, after) = await EraseAsync(before, reading, "Ñ-1");

        // Assert
        Assert.Equal([3L, 5L], rows.Rows.Select(row => row.FirstLine));
        Assert.Equal(Encode("Título\r\nid;edad;año\r\nÑ-2;18;2º\r\nÑ-3;20;4º"), after);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Every_kind_of_line_end_is_counted_as_the_reader_counts_it(string end)
    {
        // Arrange
        var before = string.Join(end, "id,x", "1,a", "", "2,b", "3,c", "");

        // Act
        var (_, after) = await EraseAsync(Encoding.UTF8.GetBytes(before), Commas, "2");

        // Assert
        Assert.Equal(string.Join(end, "id,x", "1,a", "", "3,c", ""), Encoding.UTF8.GetString(after));
    }

    [Theory]
    [InlineData("id,x\nE1,a\nE2,\"line\none\"\nE3,c\n", "E2", "id,x\nE1,a\nE3,c\n")]
    [InlineData("id,x\nE1,a\nE2,b", "E2", "id,x\nE1,a\n")]
    [InlineData("id,x\n\"E1\",a\n E1 ,b\n=\"E1\",c\nE11,d\nx,E1\n", "E1", "id,x\nE11,d\nx,E1\n")]
    [InlineData("x,id\na,E1\nE1,E2\n", "E1", "x,id\nE1,E2\n")]
    [InlineData("id,x,y\nE1\nE2,a,b\na,E1\n", "E1", "id,x,y\nE2,a,b\n")]
    [InlineData("id,x\nE2,\"open\nE1,b\nE3,c\n", "E1", "id,x\nE2,\"open\nE3,c\n")]
    [InlineData("id,x\nE2,b\n", "E1", "id,x\nE2,b\n")]
    public async Task The_students_rows_go_whole_and_no_others(string before, string id, string expected)
    {
        // Act
        var (_, after) = await EraseAsync(Encoding.UTF8.GetBytes(before), Commas, id);

        // Assert
        Assert.Equal(expected, Encoding.UTF8.GetString(after));
    }

    [Fact]
    public async Task A_file_without_header_keeps_its_mark_when_its_first_row_goes()
    {
        // Act
        var (_, after) = await EraseAsync("\uFEFFE1,1\nE2,2\n"u8.ToArray(), new ReadingSummary { Separator = "," }, "E1");

        // Assert
        Assert.Equal("\uFEFFE2,2\n"u8.ToArray(), after);
    }

    [Fact]
    public async Task A_compressed_file_is_compressed_again()
    {
        // Act
        var (_, after) = await EraseAsync(Pack("id,x\nE1,a\nE2,b\n"u8.ToArray()), Commas, "E1");

        // Assert
        await using var unpacked = new GZipStream(new MemoryStream(after), CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);
        Assert.Equal("id,x\nE2,b\n", await text.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task A_long_file_loses_its_rows_wherever_buffers_end()
    {
        // Arrange
        var lines = Enumerable.Range(0, 60_000).Select(line => $"E{line % 1000},{line}\r\n").ToList();
        var reading = Commas with { HeaderLine = null, IdColumn = null };

        // Act
        var (rows, after) = await EraseAsync(Encoding.UTF8.GetBytes(string.Concat(lines)), reading, "E7");

        // Assert
        Assert.Equal(60, rows.Rows.Count);
        Assert.Equal(string.Concat(lines.Where(line => !line.StartsWith("E7,", StringComparison.Ordinal))), Encoding.UTF8.GetString(after));
    }

    [Fact]
    public async Task A_workbook_is_made_anew_without_the_student_in_any_of_its_parts()
    {
        // Arrange
        var workbook = new WorkbookFile()
            .Texts("Hoja1", "visible", ["id", "nota"], ["CANARIO-1", "quince y medio"], ["E2", "12.50"], ["E3", "007"])
            .Texts("Notas", "hidden", ["CANARIO-1 pidió cita"]);
        var reading = new ReadingSummary { HeaderLine = 1, Sheet = "Hoja1", IdColumn = "id" };

        // Act
        var (_, after) = await EraseAsync(workbook.ToStream().ToArray(), reading, "CANARIO-1");

        // Assert
        var left = await StudentRows.FindAsync(new MemoryStream(after), reading, "E3", Cancellation);
        Assert.Equal(["E3", "007"], Assert.Single(left!.Rows).Cells);
        Assert.Equal(4, left.Rows[0].FirstLine);
        Assert.False(await StudentMention.IsInAsync(new MemoryStream(after), "CANARIO-1", Cancellation));
        Assert.False(await StudentMention.IsInAsync(new MemoryStream(after), "quince y medio", Cancellation));
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16le", true)]
    [InlineData("utf-16be", true)]
    [InlineData("windows-1252", true)]
    public async Task An_id_is_found_as_a_word_in_a_file_that_nobody_understands(string name, bool expected)
    {
        // Arrange
        var (encoding, _) = EncodingOf(name);
        var filler = new string('x', 70_000);

        // Act
        var isNamed = await StudentMention.IsInAsync(new MemoryStream(encoding.GetBytes($"{filler} Ñ-12")), "Ñ-12", Cancellation);
        var isPart = await StudentMention.IsInAsync(new MemoryStream(encoding.GetBytes($"{filler} 7123 7712")), "12", Cancellation);
        var isPacked = await StudentMention.IsInAsync(new MemoryStream(Pack(encoding.GetBytes($"a,Ñ-12,b"))), "Ñ-12", Cancellation);

        // Assert
        Assert.Equal((expected, false, expected), (isNamed, isPart, isPacked));
    }

    [Fact]
    public async Task What_is_said_of_the_students_rows_goes_from_the_list_of_rejected_rows()
    {
        // Arrange
        var problems =
            "Linea,Columna,Encontrado,Esperado\r\n4,edad,E1,un número\r\n7,edad,CANARIO,un número\r\n9,id,E1,único\r\n"u8.ToArray();

        // Act
        var rows = await StudentRows.FindInProblemsAsync(new MemoryStream(problems), "E1", new HashSet<long> { 7 }, "id", Cancellation);

        // Assert
        Assert.Equal([3L, 4L], rows.Rows.Select(row => row.FirstLine));
    }

    [Fact]
    public async Task A_report_has_the_id_as_it_is_kept_from_running_and_the_others_are_counted()
    {
        // Arrange
        var report = "Id_estudiantes,Prediccion,Probabilidad\r\n'=1+1,En riesgo,0.9000\r\nE2,En riesgo,0.8000\r\nE3,No riesgo,0.1000\r\n";

        // Act
        var rows = await StudentRows.FindInReportAsync(new MemoryStream(Encoding.UTF8.GetBytes(report)), "=1+1", Cancellation);

        // Assert
        Assert.Equal((2, 2, 1), (Assert.Single(rows.Rows).FirstLine, rows.Others, rows.OthersAtRisk));
    }

    private static ReadingSummary Commas => new() { HeaderLine = 1, Separator = ",", IdColumn = "id" };

    private static async Task<(StudentRowSet Rows, byte[] After)> EraseAsync(byte[] before, ReadingSummary reading, string id)
    {
        var rows = await StudentRows.FindAsync(new MemoryStream(before), reading, id, Cancellation);
        Assert.NotNull(rows);
        using var after = new MemoryStream();
        await RowEraser.WriteAsync(new MemoryStream(before), after, reading, rows, Cancellation);
        return (rows, after.ToArray());
    }

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static (Encoding Encoding, byte[] Mark) EncodingOf(string name) => name switch
    {
        "utf-8" => (new UTF8Encoding(false), []),
        "utf-8 marked" => (new UTF8Encoding(false), [0xEF, 0xBB, 0xBF]),
        "utf-16le" => (new UnicodeEncoding(bigEndian: false, byteOrderMark: false), [0xFF, 0xFE]),
        "utf-16be" => (new UnicodeEncoding(bigEndian: true, byteOrderMark: false), [0xFE, 0xFF]),
        _ => (Encoding.Latin1, []),
    };
}
