using System.Globalization;
using System.IO.Compression;
using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading.Excel;
using Antivirus.Model.Reports;
using Antivirus.Model.Reports.Workbooks;
using Antivirus.Model.Tests.Cohorts.Reading.Excel;

namespace Antivirus.Model.Tests.Reports;

public sealed class ReportWorkbookTests
{
    private const string Report =
        "Id_estudiantes,Prediccion,Probabilidad,Factores\r\n00012,En riesgo,0.9000,\"Inasistencias: 30; Edad: 22\"\r\n'=1+1,No " +
        "riesgo,0.0410,\r\n";
    private const string Problems = "Linea,Columna,Encontrado,Esperado\r\n7,age,x,un número entero de 10 a 30\r\n";

    [Fact]
    public async Task A_report_reads_back_from_its_workbook_with_its_rejected_rows()
    {
        // Act
        using var workbook = await WriteAsync(Report, Problems);

        // Assert
        Assert.Equal(
            "Id_estudiantes,Prediccion,Probabilidad,Factores\n00012,En riesgo,0.9,\"Inasistencias: 30; Edad: 22\"\n'=1+1,No " +
                "riesgo,0.041,\n",
            await WorkbookText.ReadAsync(workbook, new SheetChoice("Reporte")));
        workbook.Position = 0;
        Assert.Equal("Linea,Columna,Encontrado,Esperado\n7,age,x,un número entero de 10 a 30\n",
            await WorkbookText.ReadAsync(workbook, new SheetChoice("Filas rechazadas")));
    }

    [Fact]
    public async Task The_same_report_is_always_the_same_file()
    {
        // Act
        using var workbook = await WriteAsync(Report, Problems);

        // Assert: nothing in it comes from the clock.
        using var package = new ZipArchive(workbook, ZipArchiveMode.Read);
        Assert.All(package.Entries, part => Assert.Equal(new DateTime(1980, 1, 1), part.LastWriteTime.DateTime));
        Assert.DoesNotContain(package.Entries, part => part.FullName.StartsWith("docProps/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_report_without_rejected_rows_has_one_sheet()
    {
        // Act
        using var workbook = await WriteAsync(Report, null);

        // Assert
        Assert.Equal(Report.Split("\r\n").Length, (await WorkbookText.ReadAsync(workbook)).Split('\n').Length);
    }

    [Fact]
    public async Task Its_header_stays_in_view_and_its_columns_can_be_filtered()
    {
        // Act
        using var workbook = await WriteAsync(Report, null);
        var sheet = Part(workbook, "xl/worksheets/sheet1.xml");

        // Assert: ids are text, scores are numbers.
        Assert.Contains("state=\"frozen\"", sheet, StringComparison.Ordinal);
        Assert.Contains("<autoFilter ref=\"A1:D1048576\"", sheet, StringComparison.Ordinal);
        Assert.Contains("<t>00012</t>", sheet, StringComparison.Ordinal);
        Assert.Contains("<v>0.9</v>", sheet, StringComparison.Ordinal);
        Assert.Contains("width=\"80", sheet, StringComparison.Ordinal);
        Assert.Contains("0.0000", Part(workbook, "xl/styles.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Characters_that_XML_cannot_hold_do_not_spoil_the_workbook()
    {
        // Act
        using var workbook = await WriteAsync("Id_estudiantes,Prediccion\r\nE\u0001<&>,En riesgo\r\n", null);

        // Assert
        Assert.Matches("^Id_estudiantes,Prediccion\nE.?<&>,En riesgo\n$", await WorkbookText.ReadAsync(workbook));
    }

    [Fact]
    public async Task It_is_written_as_a_web_server_wants_it_without_blocking_and_without_seeking()
    {
        // Arrange
        var output = new AsynchronousStream();

        // Act
        await ReportWorkbook.WriteAsync(Stream(Report), Stream(Problems), output, ReportLanguage.English, CancellationToken.None);

        // Assert
        Assert.StartsWith("Id_estudiantes",
            await WorkbookText.ReadAsync(new MemoryStream(output.Content.ToArray()), new SheetChoice("Report")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_CSV_for_spreadsheets_in_Spanish_has_semicolons_and_decimal_commas()
    {
        // Arrange
        using var output = new MemoryStream();

        // Act
        await SpreadsheetCsv.WriteAsync(Stream(Report), output, CancellationToken.None);

        // Assert
        Assert.Equal(
            "\uFEFFId_estudiantes;Prediccion;Probabilidad;Factores\r\n00012;En riesgo;0,9000;\"Inasistencias: 30; Edad: 22\"\r\n'=1+1;No " +
                "riesgo;0,0410;\r\n",
            Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task A_hundred_thousand_students_are_written_and_read_back()
    {
        // Arrange
        var report = new StringBuilder("Id_estudiantes,Prediccion,Probabilidad\r\n");
        for (var student = 0; student < 100_000; student++)
        {
            report.Append(CultureInfo.InvariantCulture, $"E{student:000000},No riesgo,0.{student % 10_000:0000}\r\n");
        }

        using var source = Stream(report.ToString());

        // Act
        using var workbook = await WriteAsync(source, null);

        // Assert
        Assert.Equal(100_002, (await WorkbookText.ReadAsync(workbook)).Split('\n').Length);
    }

    private static Task<MemoryStream> WriteAsync(string report, string? problems) =>
        WriteAsync(Stream(report), problems is null ? null : Stream(problems));

    private static async Task<MemoryStream> WriteAsync(Stream report, Stream? problems)
    {
        var output = new MemoryStream();
        await ReportWorkbook.WriteAsync(report, problems, output, ReportLanguage.Spanish, CancellationToken.None);
        output.Position = 0;
        return output;
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Part(MemoryStream workbook, string name)
    {
        workbook.Position = 0;
        using var zip = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Takes asynchronous writes only, as the body of an HTTP response does.</summary>
    private sealed class AsynchronousStream : Stream
    {
        public List<byte> Content { get; } = [];

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Content.AddRange(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
