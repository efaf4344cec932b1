using System.Text;
using Antivirus.Model.Cohorts.Reading.Excel;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading.Excel;

public sealed class WorkbookSourceTests
{
    private static readonly string?[] Header = ["id", "age", "sexo"];

    [Fact]
    public async Task Line_n_is_row_n_of_the_sheet()
    {
        // Arrange
        const string Rows = """
            <row r="3"><c r="B3"><v>1</v></c><c r="D3"><v>2</v></c></row>
            <row r="4"/>
            <row r="6"><c r="A6"><v>3</v></c></row>
            <row r="9"><c r="A9" s="0"/></row>
            """;

        // Act
        var text = await WorkbookText.ReadAsync(new WorkbookFile().Sheet("Hoja1", Rows));

        // Assert: row 6 is as wide as row 3, and the empty row 9 is not there.
        Assert.Equal("\n\n,1,,2\n\n\n3,,,\n", text);
    }

    [Fact]
    public async Task A_cell_far_to_the_right_makes_only_its_row_wider()
    {
        // Arrange
        var rows = Enumerable.Range(0, 30).Select(row => row == 25 ? ["E", "1", null, "nota"] : new string?[] { "E", "1" }).ToArray();

        // Act
        var lines = (await WorkbookText.ReadAsync(new WorkbookFile().Texts("Hoja1", "visible", rows))).Split('\n');

        // Assert
        Assert.Equal("E,1,,nota", lines[25]);
        Assert.All(lines[..25], line => Assert.Equal("E,1", line));
    }

    [Fact]
    public async Task The_sheet_that_holds_the_header_is_read()
    {
        // Arrange
        var workbook = new WorkbookFile()
            .Texts("Portada", "visible", ["Universidad"], ["2026"])
            .Texts("Vieja", "hidden", Header, ["E0", "20", "F"])
            .Texts("Datos", "visible", Header, ["E1", "17", "M"]);

        // Act and assert
        Assert.Equal("id,age,sexo\nE1,17,M\n", await WorkbookText.ReadAsync(workbook, new SheetChoice(null, CountNamed)));
    }

    [Fact]
    public async Task Several_sheets_with_the_header_are_refused_by_their_names()
    {
        // Arrange
        var workbook = new WorkbookFile().Texts("2025", "visible", Header).Texts("2026", "visible", Header)
            .Texts("Notas", "visible", ["x"]);

        // Act
        var problem = await WorkbookText.RefusalAsync(() => WorkbookText.ReadAsync(workbook, new SheetChoice(null, CountNamed)));

        // Assert
        Assert.Contains("«2025», «2026»", problem.Found, StringComparison.Ordinal);
        Assert.DoesNotContain("Notas", problem.Found, StringComparison.Ordinal);
        Assert.Contains("--sheet", problem.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026")]
    [InlineData(" 2026 ")]
    public async Task A_sheet_that_is_named_is_read_even_when_hidden(string name)
    {
        // Arrange
        var workbook = new WorkbookFile().Texts("2025", "visible", Header).Texts("2026", "veryHidden", ["sí"]);

        // Act and assert
        Assert.Equal("sí\n", await WorkbookText.ReadAsync(workbook, new SheetChoice(name, CountNamed)));
    }

    [Fact]
    public async Task A_sheet_that_is_not_there_is_refused_with_those_that_are()
    {
        // Act
        var problem = await WorkbookText.RefusalAsync(() =>
            WorkbookText.ReadAsync(new WorkbookFile().Texts("Datos", "visible", Header), new SheetChoice("Hoja9")));

        // Assert
        Assert.Contains("Hoja9", problem.Found, StringComparison.Ordinal);
        Assert.Contains("«Datos»", problem.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_formula_without_result_in_another_sheet_does_no_harm()
    {
        // Arrange
        var workbook = new WorkbookFile().Sheet("Tablero", "<row r=\"1\"><c r=\"A1\"><f>1+1</f></c><c r=\"B1\"><v>1</v></c></row>")
            .Texts("Datos", "visible", Header);

        // Act and assert
        Assert.Equal("id,age,sexo\n", await WorkbookText.ReadAsync(workbook, new SheetChoice(null, CountNamed)));
    }

    [Fact]
    public async Task A_workbook_without_data_is_refused()
    {
        // Act
        var problem = await WorkbookText.RefusalAsync(() =>
            WorkbookText.ReadAsync(new WorkbookFile().Sheet("Hoja1", "").Texts("Oculta", "hidden", Header)));

        // Assert
        Assert.Contains("sin datos", problem.Found, StringComparison.Ordinal);
        Assert.Contains("«Oculta»", problem.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("strict")]
    [InlineData("prefixed")]
    [InlineData("backslashes")]
    public async Task Workbooks_of_other_writers_are_read(string writer)
    {
        // Arrange
        var workbook = new WorkbookFile().Texts("Datos", "visible", Header).ToStream();
        using var file = writer switch
        {
            "strict" => Rewrite(workbook, (name, xml) => (name, xml.Replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://purl.oclc.org/ooxml/spreadsheetml/main", StringComparison.Ordinal)
                .Replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    "http://purl.oclc.org/ooxml/officeDocument/relationships", StringComparison.Ordinal))),
            "prefixed" => Rewrite(workbook, (name, xml) => (name, !name.Contains("sheet1", StringComparison.Ordinal) ? xml
                : xml.Replace("<", "<x:", StringComparison.Ordinal).Replace("<x:/", "</x:", StringComparison.Ordinal)
                    .Replace("xmlns=", "xmlns:x=", StringComparison.Ordinal))),
            _ => Rewrite(workbook, (name, xml) => (name.Replace('/', '\\'), xml)),
        };

        // Act and assert
        Assert.Equal("id,age,sexo\n", await WorkbookText.ReadAsync(file));
    }

    [Theory]
    [InlineData("libreoffice.xlsx")]
    [InlineData("exceljs.xlsx")]
    [InlineData("sheetjs.xlsx")]
    [InlineData("sheetjs.xlsm")]
    [InlineData("90b-real.xlsx")]
    public async Task What_other_programs_wrote_of_a_CSV_file_reads_as_that_file(string name)
    {
        // Arrange
        using var file = File.OpenRead(WorkbookText.PathOf(name));

        // Act and assert
        Assert.Equal(File.ReadAllText(WorkbookText.PathOf("plain.csv")), await WorkbookText.ReadAsync(file));
    }

    [Fact]
    public async Task Nothing_of_the_workbook_is_left_on_disk()
    {
        // Arrange
        await using var source = await WorkbookSource.OpenAsync(new WorkbookFile().Texts("Datos", "visible", Header).ToStream(),
            new SheetChoice(), Model.Cohorts.ReportLanguage.Spanish, CancellationToken.None);

        // Act: only names that this class makes count, and on Unix even an open copy has none.
        var open = Directory.GetFiles(Path.GetTempPath(), "antivirus-*.xlsx");
        await source.DisposeAsync();

        // Assert
        Assert.Equal("Datos", source.SheetName);
        Assert.True(OperatingSystem.IsWindows() || open.Length == 0);
    }

    private static int CountNamed(string sheet, ReadOnlyMemory<byte> start, bool isWhole) =>
        Encoding.UTF8.GetString(start.Span).Contains("id,age,sexo", StringComparison.Ordinal) && isWhole ? 3 : 0;

    private static MemoryStream Rewrite(Stream workbook, Func<string, string, (string Name, string Xml)> rewrite)
    {
        using var zip = new System.IO.Compression.ZipArchive(workbook);
        var parts = zip.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return rewrite(entry.FullName, reader.ReadToEnd());
        });
        return WorkbookFile.Zip(parts.ToDictionary(part => part.Name, part => part.Xml));
    }
}
