using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading.Excel;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading.Excel;

/// <summary>Workbooks as the CSV text that is read of them.</summary>
internal static class WorkbookText
{
    public static Task<string> ReadAsync(WorkbookFile workbook, SheetChoice? choice = null) => ReadAsync(workbook.ToStream(), choice);

    public static async Task<string> ReadAsync(Stream file, SheetChoice? choice = null, WorkbookLimits? limits = null)
    {
        await using var source = await WorkbookSource.OpenAsync(file, choice ?? new SheetChoice(), ReportLanguage.Spanish,
            limits ?? WorkbookLimits.Default, CancellationToken.None);
        using var reader = new StreamReader(source.Text, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>One row of cells given as XML, without their references.</summary>
    public static Task<string> ReadCellsAsync(string cells, params string[] formats) =>
        ReadAsync(new WorkbookFile().Formats(formats).Sheet("Hoja1", $"<row>{cells}</row>"));

    /// <summary>A workbook that another program wrote.</summary>
    public static string PathOf(string name) =>
        RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "Excel", "Workbooks", name);

    public static async Task<RowProblem> RefusalAsync(Func<Task> read) => (await Assert.ThrowsAsync<CohortFormatException>(read)).Problem;
}
