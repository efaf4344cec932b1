using System.IO.Compression;
using System.Text;
using Antivirus.Model.Erasure;
using Antivirus.Support;
using static Antivirus.Model.Tests.Erasure.ErasedWorkbook;

namespace Antivirus.Model.Tests.Erasure;

/// <summary>A workbook is made anew of its values where it is not certain that the student is gone from all the rest of it.</summary>
public sealed class MadeAnewEraserTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("xl/comments1.xml", "<comments><comment ref=\"A2\"><text><t>pidió cita</t></text></comment></comments>")]
    [InlineData("xl/media/image1.png", "foto")]
    [InlineData("xl/pivotCache/pivotCacheRecords1.xml", "<pivotCacheRecords><r><n v=\"15.5\"/></r></pivotCacheRecords>")]
    [InlineData("xl/externalLinks/externalLink1.xml", "<externalLink/>")]
    [InlineData("xl/worksheets/sheet7.xml", "<worksheet/>")]
    [InlineData("docProps/core.xml", $"<coreProperties><title>Ficha de {Id}</title></coreProperties>")]
    [InlineData("xl/tables/table1.xml", $"<table><autoFilter><filter val=\"{Value}\"/></autoFilter></table>")]
    [InlineData("docProps/app.xml", "<Properties><open></Properties>")]
    public async Task Where_a_part_may_hold_the_student_the_workbook_is_made_anew(string part, string content)
    {
        // Arrange
        var before = Shared("""<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>1</v></c></row>""").Part(part, content).ToStream();

        // Act and assert
        await AssertMadeAnewAsync(before.ToArray(), Id);
    }

    [Theory]
    [InlineData("<f>B3&amp;\"!\"</f><v>1</v>")]
    [InlineData("<f>Hoja1!$B$3</f><v>1</v>")]
    [InlineData($"<f>IF(A2=\"{Id}\",1,0)</f><v>0</v>")]
    [InlineData("<f t=\"shared\" si=\"0\"/><v>1</v>")]
    public async Task Where_a_formula_depends_on_the_students_row_the_workbook_is_made_anew(string formula)
    {
        // Arrange
        var before = Shared($"""<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2">{formula}</c></row>""",
            """<c r="C3"><f t="shared" ref="C3:C4" si="0">B3*2</f><v>3</v></c>""");

        // Act and assert
        await AssertMadeAnewAsync(before.ToStream().ToArray(), Id);
    }

    [Theory]
    [InlineData(Id, $"{Id} pidió cita", true)]
    [InlineData("17", "17", true)]
    [InlineData("17", "117", false)]
    public async Task Where_a_sheet_without_ids_names_the_student_the_workbook_is_made_anew(string id, string note, bool isMadeAnew)
    {
        // Arrange
        var before = new WorkbookFile()
            .Texts("Hoja1", "visible", ["id", "edad"], ["E1", "17"], [id, "18"])
            .Texts("Notas", "hidden", ["Resumen"], [note]).ToStream().ToArray();

        // Act
        var (_, after, wasMadeAnew) = await EraseAsync(before, Reading, id);

        // Assert
        Assert.Equal(isMadeAnew, wasMadeAnew);
        Assert.Empty((await StudentRows.FindAsync(new MemoryStream(after), Reading, id, Cancellation))!.Rows);
        await AssertOthersAsync(before, after, Reading, ["E1"]);
    }

    [Fact]
    public async Task A_sheet_in_another_encoding_is_made_anew()
    {
        // Arrange
        var sheet = Parts(Shared("").ToStream().ToArray())[Sheet1];
        var before = Shared("").ToStream();
        using (var zip = new ZipArchive(before, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(Sheet1)!.Delete();
            using var part = zip.CreateEntry(Sheet1).Open();
            part.Write([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(sheet)]);
        }

        // Act and assert
        await AssertMadeAnewAsync(before.ToArray(), Id);
    }

    private static async Task AssertMadeAnewAsync(byte[] before, string id)
    {
        var (_, after, isMadeAnew) = await EraseAsync(before, Reading, id);
        Assert.True(isMadeAnew);
        AssertNoTrace(after);
        Assert.False((await StudentRows.FindAsync(new MemoryStream(after), Reading, id, Cancellation))!.HasStudent);
    }
}
