using System.IO.Compression;
using System.Text.RegularExpressions;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Erasure;
using Antivirus.Model.Reports.Workbooks;
using Antivirus.Support;
using SpreadCheetah;
using static Antivirus.Model.Tests.Erasure.ErasedWorkbook;

namespace Antivirus.Model.Tests.Erasure;

/// <summary>A workbook loses one student's rows and nothing else.</summary>
public sealed class WorkbookEraserTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("libreoffice.xlsx")]
    [InlineData("exceljs.xlsx")]
    [InlineData("sheetjs.xlsx")]
    public async Task Workbooks_of_other_programs_keep_every_other_byte(string file)
    {
        // Arrange
        var before = await File.ReadAllBytesAsync(
            RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "Excel", "Workbooks", file), Cancellation);
        var reading = Reading with { Sheet = await SheetOfAsync(before) };

        // Act
        var (rows, after, isMadeAnew) = await EraseAsync(before, reading, "EST1003");

        // Assert: the row and the one text that no other student has.
        Assert.Equal(5, Assert.Single(rows.Rows).FirstLine);
        Assert.False(isMadeAnew);
        var expected = Parts(before);
        expected[Sheet1] = Regex.Replace(expected[Sheet1], "<row r=\"5\".*?</row>", "<row r=\"5\"/>");
        expected["xl/sharedStrings.xml"] = Regex.Replace(expected["xl/sharedStrings.xml"], "<si><t[^>]*>EST1003</t></si>", "<si/>");
        Assert.Equal(expected, Parts(after));
        await AssertOthersAsync(before, after, reading, ["EST1000", "EST1001", "EST1002", "EST1004", "EST1005"]);
    }

    [Fact]
    public async Task A_workbook_as_the_app_itself_writes_it_keeps_its_other_rows()
    {
        // Arrange: cells without their places, texts in the cells.
        using var file = new MemoryStream();
        await WorkbookOutput.WriteAsync(file, async workbook =>
        {
            await workbook.StartWorksheetAsync("Hoja1", token: Cancellation);
            foreach (var cells in (string[][])[["id", "nota"], ["E1", "alta"], [Id, Value], ["E2", "alta"]])
            {
                await workbook.AddRowAsync(cells.Select(cell => new Cell(cell)).ToArray(), Cancellation);
            }
        }, Cancellation);

        // Act
        var (_, after, isMadeAnew) = await EraseAsync(file.ToArray(), Reading, Id);

        // Assert
        Assert.False(isMadeAnew);
        AssertNoTrace(after);
        Assert.Equal(Regex.Replace(Parts(file.ToArray())[Sheet1], "<row r=\"3\".*?</row>", "<row r=\"3\"/>"),
            Parts(after)[Sheet1]);
        await AssertOthersAsync(file.ToArray(), after, Reading, ["E1", "E2"]);
    }

    [Fact]
    public async Task Rows_without_numbers_cells_without_places_and_prefixed_names_are_told_apart()
    {
        // Arrange
        var sheet = $"""
            <?xml version='1.0' encoding='UTF-8'?><!-- <row> > -->
            <x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
            <x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row><x:row ht='>'/>
            <x:row><x:c t="s"><x:v>2</x:v></x:c><x:c t="s"><x:v>3</x:v></x:c></x:row>
            <x:row spans="1:2"><x:c t="s"><x:v>4</x:v></x:c>
                <x:c t="inlineStr"><x:is><x:t><![CDATA[<row>{Value}]]></x:t></x:is></x:c></x:row>
            <x:row><x:c><x:v>7</x:v></x:c><x:c t="s"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>
            """;
        var file = new WorkbookFile().Sheet("Hoja1", "").Part(Sheet1, sheet)
            .SharedStrings("<t>id</t>", "<t>nota</t>", "<t>E1</t>", "<t>alta</t>", $"<r><t>CANARIO</t></r><r><t>-1</t></r>");
        var before = file.ToStream().ToArray();

        // Act
        var (rows, after, isMadeAnew) = await EraseAsync(before, Reading, Id);

        // Assert: the row after it keeps its number.
        Assert.Equal((4, false), (Assert.Single(rows.Rows).FirstLine, isMadeAnew));
        Assert.Equal(Regex.Replace(sheet, "<x:row spans.*?</x:row>", "<x:row/>", RegexOptions.Singleline), Parts(after)[Sheet1]);
        Assert.EndsWith("<si><t>alta</t></si><si/></sst>", Parts(after)["xl/sharedStrings.xml"], StringComparison.Ordinal);
        await AssertOthersAsync(before, after, Reading, ["E1", "7"]);
    }

    [Fact]
    public async Task Rows_of_every_sheet_with_the_id_column_go_and_the_other_sheets_stay()
    {
        // Arrange
        var before = new WorkbookFile()
            .Texts("Hoja1", "visible", ["id", "nota"], ["E1", "alta"], [Id, Value])
            .Texts("Contactos", "visible", ["Contactos de la facultad"], ["Nombre", "ID"], ["Ana", "E1"], ["Canaria Rara", Id])
            .Texts("Leyenda", "hidden", ["nota", "alta, media o baja"])
            .ToStream().ToArray();

        // Act
        var (rows, after, isMadeAnew) = await EraseAsync(before, Reading, Id);

        // Assert
        Assert.Equal([(null, 3L), ("Contactos", 4L)], rows.Rows.Select(row => (row.Sheet, row.FirstLine)));
        Assert.False(isMadeAnew);
        AssertNoTrace(after);
        Assert.DoesNotContain("Canaria", string.Concat(Parts(after).Values), StringComparison.Ordinal);
        Assert.Equal(Parts(before)["xl/worksheets/sheet3.xml"], Parts(after)["xl/worksheets/sheet3.xml"]);
        await AssertOthersAsync(before, after, Reading, ["E1"]);
    }

    [Fact]
    public async Task A_student_who_stands_only_in_another_sheet_is_found_and_erased()
    {
        // Arrange
        var before = new WorkbookFile()
            .Texts("Hoja1", "visible", ["id", "nota"], ["E1", "alta"])
            .Texts("Retirados", "visible", ["id", "nota"], ["E9", "alta"], [Id, Value])
            .ToStream().ToArray();

        // Act
        var (_, after, isMadeAnew) = await EraseAsync(before, Reading, Id);

        // Assert
        Assert.False(isMadeAnew);
        AssertNoTrace(after);
        await AssertOthersAsync(before, after, Reading, ["E1", "E9"]);
    }

    [Fact]
    public async Task A_text_that_another_student_has_too_stays()
    {
        // Arrange
        var before = Shared("""<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>4</v></c></row>""").ToStream().ToArray();

        // Act
        var (_, after, isMadeAnew) = await EraseAsync(before, Reading, Id);

        // Assert
        Assert.False(isMadeAnew);
        Assert.EndsWith($"<si><t>E1</t></si><si/><si><t>{Value}</t></si></sst>", Parts(after)["xl/sharedStrings.xml"],
            StringComparison.Ordinal);
        await AssertOthersAsync(before, after, Reading, ["E1"]);
    }

    [Fact]
    public async Task The_order_of_calculation_goes_with_what_refers_to_it_and_formulas_stay()
    {
        // Arrange
        var before = Shared("""<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>""",
                """<c r="C3"><f t="shared" ref="C3:C3" si="0">B3*2</f><v>3</v></c>""")
            .Part("xl/calcChain.xml", """<calcChain><c r="B2" i="1"/><c r="C3"/></calcChain>""")
            .Part("docProps/app.xml", "<Properties/>").ToStream().ToArray();

        // Act
        var (_, after, isMadeAnew) = await EraseAsync(before, Reading, Id);

        // Assert
        Assert.False(isMadeAnew);
        Assert.DoesNotContain("xl/calcChain.xml", Parts(after).Keys);
        Assert.Contains("<f>1+1</f><v>2</v>", Parts(after)[Sheet1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_workbook_is_edited_and_compressed_again()
    {
        // Arrange
        var before = PackedFile.Pack(Shared("""<row r="2"><c r="A2" t="s"><v>2</v></c></row>""").ToStream().ToArray());

        // Act
        var (_, after, isMadeAnew) = await EraseAsync(before, Reading, Id);

        // Assert
        Assert.False(isMadeAnew);
        await using var unpacked = new GZipStream(new MemoryStream(after), CompressionMode.Decompress);
        using var workbook = new MemoryStream();
        await unpacked.CopyToAsync(workbook, Cancellation);
        AssertNoTrace(workbook.ToArray());
    }

    [Fact]
    public async Task A_student_whom_the_workbook_does_not_name_is_not_found()
    {
        // Arrange: whatever else it holds.
        var before = Shared("""<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><f t="shared" si="9"/><v>1</v></c></row>""")
            .Part("xl/drawings/vmlDrawing1.vml", "<xml><br></xml>").Part("xl/media/image1.png", "E5").ToStream();

        // Act
        var found = await StudentRows.FindAsync(before, Reading, "E500", Cancellation);

        // Assert
        Assert.False(found!.HasStudent);
    }

    private static async Task<string?> SheetOfAsync(byte[] workbook)
    {
        await using var source = await CohortSource.OpenAsync(new MemoryStream(workbook), new(), default, Cancellation);
        return source.Sheet;
    }
}
