using Antivirus.Model.Cohorts.Reading.Excel;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading.Excel;

public sealed class WorkbookCellTests
{
    [Theory]
    [InlineData("5", "5")]
    [InlineData("5.0", "5")]
    [InlineData("1.02030405E9", "1020304050")]
    [InlineData("0.10000000000000001", "0.1")]
    [InlineData("0.30000000000000004", "0.3")]
    [InlineData("5.0000000000000009", "5")]
    [InlineData("0.1234567890123456", "0.1234567890123456")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("1E-5", "0.00001")]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("123456789012345", "123456789012345")]
    public async Task A_number_reads_as_it_was_typed(string raw, string expected) =>
        Assert.Equal($"{expected}\n", await WorkbookText.ReadCellsAsync($"<c><v>{raw}</v></c>"));

    [Fact]
    public async Task A_number_of_more_digits_than_a_spreadsheet_keeps_is_seen_to_be_shortened() =>
        Assert.Equal("1.23456789012340E+017\n", await WorkbookText.ReadCellsAsync("<c><v>123456789012340000</v></c>"));

    [Theory]
    [InlineData("0%", "0.05", "5%")]
    [InlineData("0.00%", "0.125", "12.5%")]
    [InlineData("0%", "0.07", "7%")]
    [InlineData("[Red]0.0%;-0.0%", "1.1", "110%")]
    [InlineData("00000", "12", "00012")]
    [InlineData("00000", "123456", "123456")]
    [InlineData("\"EST\"0000", "12", "EST0012")]
    [InlineData("\\E0000;-0", "12345", "E12345")]
    [InlineData("\"E-\"General", "12", "E-12")]
    [InlineData("\"EST\"####", "12", "EST12")]
    [InlineData("000-000", "1234", "001-234")]
    [InlineData("0000\"-A\"", "12", "0012-A")]
    [InlineData("[Red]\"U\"000_)", "7", "U007")]
    [InlineData("0\" años\"", "5", "5")]
    [InlineData("\"COP \"0", "1200", "1200")]
    [InlineData("# ##0", "1234", "1234")]
    [InlineData("\"EST\"0000", "1.5", "1.5")]
    [InlineData("0.00", "5", "5")]
    [InlineData("#,##0", "12000", "12000")]
    [InlineData("\"día\" 0", "5", "5")]
    [InlineData("[$€-x-euro2] 0", "5", "5")]
    [InlineData("General", "5", "5")]
    [InlineData("0.00E+00", "1234", "1234")]
    [InlineData("@", "17", "17")]
    [InlineData("dd/mm/yyyy", "45000", "2023-03-15")]
    [InlineData("[$-80A]d \"de\" mmmm \"de\" yyyy;@", "45000", "2023-03-15")]
    [InlineData("mmm-yy", "45000", "2023-03-15")]
    [InlineData("yyyy-mm-dd hh:mm", "45000.5", "2023-03-15T12:00:00")]
    [InlineData("dd/mm/yyyy", "1", "1900-01-01")]
    [InlineData("hh:mm", "0.4375", "10:30:00")]
    [InlineData("[h]:mm", "1.5", "36:00:00")]
    [InlineData("h:mm AM/PM", "0.75", "18:00:00")]
    [InlineData("dd/mm/yyyy", "-3", "-3")]
    public async Task A_format_counts_where_it_changes_what_the_number_means(string format, string raw, string expected) =>
        Assert.Equal($"{expected}\n", await WorkbookText.ReadCellsAsync($"<c s=\"1\"><v>{raw}</v></c>", format));

    [Theory]
    [InlineData("<c t=\"b\"><v>1</v></c>", "TRUE")]
    [InlineData("<c t=\"b\"><v>0</v></c>", "FALSE")]
    [InlineData("<c t=\"e\"><v>#N/A</v></c>", "#N/A")]
    [InlineData("<c t=\"d\"><v>2026-03-05T00:00:00</v></c>", "2026-03-05")]
    [InlineData("<c><f>A2*2</f><v>34</v></c>", "34")]
    [InlineData("<c t=\"str\"><f>\"E\"&amp;1</f><v>E1</v></c>", "E1")]
    [InlineData("<c t=\"inlineStr\"><is><t>uno, dos</t></is></c>", "\"uno, dos\"")]
    [InlineData("<c t=\"inlineStr\"><is><t>uno;dos</t></is></c>", "\"uno;dos\"")]
    [InlineData("<c t=\"inlineStr\"><is><t>la \"A\"</t></is></c>", "\"la \"\"A\"\"\"")]
    [InlineData("<c t=\"inlineStr\"><is><t>uno\ndos</t></is></c>", "\"uno dos\"")]
    [InlineData("<c t=\"inlineStr\"><is><t>uno_x000D__x000A_dos</t></is></c>", "\"uno dos\"")]
    [InlineData("<c t=\"inlineStr\"><is><t>x_x005F_x0041_</t></is></c>", "x_x0041_")]
    [InlineData("<c t=\"inlineStr\"><is><t>a_xyz</t></is></c>", "a_xyz")]
    [InlineData("<c t=\"inlineStr\"><is><r><rPr><b/></rPr><t>En </t></r><r><t>riesgo</t></r></is></c>", "En riesgo")]
    [InlineData("<c t=\"inlineStr\"><is><t>学生</t><rPh sb=\"0\" eb=\"2\"><t>ガクセイ</t></rPh></is></c>", "学生")]
    public async Task A_cell_reads_as_its_value(string cell, string expected) =>
        Assert.Equal($"{expected}\n", await WorkbookText.ReadCellsAsync(cell));

    [Fact]
    public async Task Shared_texts_are_read_by_their_number()
    {
        // Arrange
        var workbook = new WorkbookFile().SharedStrings("<t>Sí</t>", "<r><t>N</t></r><r><t>o</t></r>")
            .Sheet("Hoja1", "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>0</v></c></row>");

        // Act and assert
        Assert.Equal("No,Sí\n", await WorkbookText.ReadAsync(workbook));
    }

    [Fact]
    public async Task Dates_that_count_from_1904_are_the_dates_that_the_sheet_shows() =>
        Assert.Equal("2023-03-15\n", await WorkbookText.ReadAsync(new WorkbookFile().DatesFrom1904().Formats("dd/mm/yyyy")
            .Sheet("Hoja1", "<row><c s=\"1\"><v>43538</v></c></row>")));

    [Theory]
    [InlineData("<c r=\"C7\"><f>A7+1</f></c>")]
    [InlineData("<c r=\"C7\"><f>A7+1</f><v></v></c>")]
    public async Task A_formula_that_was_never_calculated_is_refused_with_its_cell(string cell)
    {
        // Act
        var problem = await WorkbookText.RefusalAsync(() =>
            WorkbookText.ReadAsync(new WorkbookFile().Sheet("Hoja1", $"<row r=\"7\">{cell}</row>")));

        // Assert
        Assert.Equal(7, problem.Line);
        Assert.Contains("C7", problem.Found, StringComparison.Ordinal);
        Assert.Contains("guárdelo", problem.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<c><v>1</v></c><c/><c s=\"0\"/><c><v/></c><c t=\"inlineStr\"><is/></c><c t=\"inlineStr\"><is><t/></is></c><c><v>3</v></c>",
        "1,,,,,,3\n")]
    [InlineData("<c><v>1</v></c><c t=\"str\"><f/><v/></c><c><f/><v>2</v></c>", "1,,2\n")]
    [InlineData("<c/><c/>", "")]
    public async Task Cells_without_content_keep_their_place(string cells, string expected) =>
        Assert.Equal(expected,
            await WorkbookText.ReadAsync(new WorkbookFile().Sheet("Hoja1", $"<row>{cells}</row>"), new SheetChoice("Hoja1")));

    [Fact]
    public async Task A_formula_whose_result_is_an_empty_text_is_an_empty_cell() =>
        Assert.Equal("1,,3\n", await WorkbookText.ReadCellsAsync("<c><v>1</v></c><c t=\"str\"><f>\"\"</f><v></v></c><c><v>3</v></c>"));
}
