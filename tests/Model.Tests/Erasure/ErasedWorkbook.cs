using System.IO.Compression;
using System.Text;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Erasure;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Erasure;

/// <summary>A workbook with one student whom it is to lose, and what is left of it.</summary>
internal static class ErasedWorkbook
{
    public const string Id = "CANARIO-1";
    public const string Value = "quince y medio";
    public const string Sheet1 = "xl/worksheets/sheet1.xml";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What was decided when the workbook was read.</summary>
    public static ReadingSummary Reading { get; } = new() { HeaderLine = 1, Sheet = "Hoja1", IdColumn = "id" };

    /// <summary>A workbook whose row 3 is the student's.</summary>
    public static WorkbookFile Shared(string row, string cell = "") => new WorkbookFile()
        .Sheet("Hoja1", $"""
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>{row}
            <row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3" t="s"><v>4</v></c>{cell}</row>
            """)
        .SharedStrings("<t>id</t>", "<t>nota</t>", "<t>E1</t>", $"<t>{Id}</t>", $"<t>{Value}</t>");

    public static void AssertNoTrace(byte[] workbook) => Assert.All(PackedFile.Unpack(workbook), part =>
    {
        var text = Encoding.UTF8.GetString(part) + Encoding.Unicode.GetString(part);
        Assert.False(text.Contains(Id, StringComparison.Ordinal) || text.Contains(Value, StringComparison.Ordinal));
    });

    /// <summary>Each of the other students has the cells, at the line, that it had.</summary>
    public static async Task AssertOthersAsync(byte[] before, byte[] after, ReadingSummary reading, string[] ids)
    {
        foreach (var id in ids)
        {
            var then = await StudentRows.FindAsync(new MemoryStream(before), reading, id, Cancellation);
            var now = await StudentRows.FindAsync(new MemoryStream(after), reading, id, Cancellation);
            Assert.NotEmpty(then!.Rows);
            Assert.Equal(then.Rows.Select(TextOf), now!.Rows.Select(TextOf));
        }
    }

    private static string TextOf(StudentRow row) => $"{row.Sheet} {row.FirstLine}: {string.Join('|', row.Cells)}";

    public static async Task<(StudentRowSet Rows, byte[] After, bool IsMadeAnew)> EraseAsync(byte[] before, ReadingSummary reading,
        string id)
    {
        var rows = await StudentRows.FindAsync(new MemoryStream(before), reading, id, Cancellation);
        Assert.True(rows!.HasStudent);
        using var after = new MemoryStream();
        var isMadeAnew = await RowEraser.WriteAsync(new MemoryStream(before), after, reading, rows, Cancellation);
        return (rows, after.ToArray(), isMadeAnew);
    }

    public static Dictionary<string, string> Parts(byte[] workbook)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook));
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var text = new StreamReader(entry.Open(), Encoding.Latin1);
            return text.ReadToEnd();
        });
    }
}
