using System.IO.Compression;
using Antivirus.Model.Cohorts.Reading.Excel;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading.Excel;

public sealed class RefusedWorkbookTests
{
    [Theory]
    [InlineData("xl/workbook.bin", ".xlsb")]
    [InlineData("mimetype content.xml", ".ods")]
    [InlineData("Index/Document.iwa", "Numbers")]
    [InlineData("[Content_Types].xml word/document.xml", "Word")]
    [InlineData("estudiantes.csv", "ZIP")]
    [InlineData("[Content_Types].xml otra.xml", "ZIP")]
    public async Task Other_packages_are_refused_by_name_with_what_to_do(string parts, string expected)
    {
        // Arrange
        using var file = WorkbookFile.Zip(parts.Split(' ').ToDictionary(name => name, _ => "x"));

        // Act
        var problem = await WorkbookText.RefusalAsync(() => WorkbookText.ReadAsync(file));

        // Assert
        Assert.Contains(expected, problem.Found, StringComparison.Ordinal);
        Assert.Matches("(CSV|csv|xlsx)", problem.Expected);
    }

    [Theory]
    [InlineData("sheetjs.xlsb", ".xlsb")]
    [InlineData("libreoffice.ods", ".ods")]
    public async Task Files_of_other_programs_are_refused_by_name(string name, string expected)
    {
        // Arrange
        using var file = File.OpenRead(WorkbookText.PathOf(name));

        // Act
        var problem = await WorkbookText.RefusalAsync(() => WorkbookText.ReadAsync(file));

        // Assert
        Assert.Contains(expected, problem.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    public async Task A_workbook_that_breaks_off_is_refused_as_damaged(int bytes)
    {
        // Arrange
        var whole = new WorkbookFile().Texts("Datos", "visible", ["id"]).ToStream().ToArray();

        // Act
        var problem = await WorkbookText.RefusalAsync(() => WorkbookText.ReadAsync(new MemoryStream(whole[..bytes])));

        // Assert
        Assert.Contains("dañado", problem.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<row r=\"2\"/><row r=\"1\"><c><v>1</v></c></row>")]
    [InlineData("<row r=\"1048577\"><c><v>1</v></c></row>")]
    [InlineData("<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>")]
    [InlineData("<row><c r=\"XFE1\"><v>1</v></c></row>")]
    [InlineData("<row><c t=\"s\"><v>7</v></c></row>")]
    [InlineData("<row><c><v>uno</v></c></row>")]
    [InlineData("<row><c><v>1</v></c>")]
    public async Task A_sheet_that_contradicts_itself_is_refused_as_damaged(string rows)
    {
        // Act
        var problem = await WorkbookText.RefusalAsync(() => WorkbookText.ReadAsync(new WorkbookFile().Sheet("Datos", rows)));

        // Assert
        Assert.Contains("dañado", problem.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_unpacks_into_far_more_than_it_packs_is_refused()
    {
        // Arrange
        using var bomb = Bomb("xl/worksheets/sheet1.xml", "<worksheet><cols>", string.Concat(Enumerable.Repeat("<col/>", 1000)),
            200_000_000);

        // Act
        var problem = await WorkbookText.RefusalAsync(() => WorkbookText.ReadAsync(bomb));

        // Assert
        Assert.Contains("demasiado", problem.Found, StringComparison.Ordinal);
        Assert.InRange(bomb.Length, 1, 2_000_000);
    }

    [Theory]
    [InlineData("<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>")]
    [InlineData("<worksheet><sheetData><row><c t=\"")]
    [InlineData("<worksheet><!--")]
    public async Task A_cell_without_end_is_refused_before_it_fills_the_memory(string start)
    {
        // Arrange: random letters, which no ratio would stop.
        var random = new Random(1);
        using var bomb = Bomb("xl/worksheets/sheet1.xml", start,
            string.Concat(Enumerable.Range(0, 1 << 20).Select(_ => (char)('a' + random.Next(26)))), 8 << 20);

        // Act
        var problem = await WorkbookText.RefusalAsync(() => WorkbookText.ReadAsync(bomb));

        // Assert
        Assert.Contains("demasiado", problem.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shared_texts_that_would_fill_the_memory_are_refused()
    {
        // Arrange
        var workbook = new WorkbookFile().SharedStrings([.. Enumerable.Range(0, 1000).Select(text => $"<t>texto {text}</t>")])
            .Texts("Datos", "visible", ["id"]);

        // Act
        var problem = await WorkbookText.RefusalAsync(() =>
            WorkbookText.ReadAsync(workbook.ToStream(), limits: new WorkbookLimits { MaxSharedBytes = 10_000 }));

        // Assert
        Assert.Contains("demasiado", problem.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_of_very_many_entries_is_refused()
    {
        // Arrange
        using var file = WorkbookFile.Zip(Enumerable.Range(0, 101).ToDictionary(number => $"parte{number}", _ => ""));

        // Act
        var problem = await WorkbookText.RefusalAsync(() => WorkbookText.ReadAsync(file, limits: new WorkbookLimits { MaxEntries = 100 }));

        // Assert
        Assert.Contains("demasiado", problem.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_copied_whole()
    {
        // Act
        var problem = await WorkbookText.RefusalAsync(() => WorkbookText.ReadAsync(new WorkbookFile().Texts("Datos", "visible", ["id"])
            .ToStream(), limits: new WorkbookLimits { MaxFileBytes = 100 }));

        // Assert
        Assert.Contains("demasiado", problem.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entities_that_would_multiply_are_refused()
    {
        // Arrange
        var workbook = new WorkbookFile().Texts("Datos", "visible", ["id"])
            .Part("xl/worksheets/sheet1.xml",
                "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><worksheet><sheetData><row><c " +
                "t=\"inlineStr\"><is><t>&b;</t></is></c></row></sheetData></worksheet>");

        // Act
        var problem = await WorkbookText.RefusalAsync(() => WorkbookText.ReadAsync(workbook));

        // Assert
        Assert.Contains("dañado", problem.Found, StringComparison.Ordinal);
    }

    /// <summary>A workbook whose sheet repeats one text up to a size, packed as it is made.</summary>
    private static MemoryStream Bomb(string part, string start, string text, long bytes)
    {
        var file = new WorkbookFile().Texts("Datos", "visible", ["id"]).ToStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(part)!.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(part).Open());
            writer.Write(start);
            for (long written = 0; written < bytes; written += text.Length)
            {
                writer.Write(text);
            }
        }

        file.Position = 0;
        return file;
    }
}
