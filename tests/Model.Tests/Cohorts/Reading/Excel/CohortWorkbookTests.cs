using System.Globalization;
using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Reports;
using Antivirus.Model.Scoring;
using Antivirus.Support;
using CsCheck;

namespace Antivirus.Model.Tests.Cohorts.Reading.Excel;

/// <summary>Workbooks on their whole way, with the shipped model: the report of the same students as CSV, or words.</summary>
public sealed class CohortWorkbookTests
{
    private const string Good = "17,4,1,3,1,4,4,4,20,M,GT3,yes,no,yes,no,no,yes,no";
    private static readonly string[] Names = ["id", .. StudentPerformance.Schema.Features.Select(feature => feature.Name)];
    private readonly LocalRiskScorer _scorer = new(RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")));

    [Theory]
    [InlineData("libreoffice.xlsx")]
    [InlineData("exceljs.xlsx")]
    [InlineData("sheetjs.xlsx")]
    [InlineData("sheetjs.xlsm")]
    public async Task A_workbook_gets_the_report_of_the_CSV_file_it_was_made_of(string name)
    {
        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(_scorer, File.OpenRead(WorkbookText.PathOf(name)));
        var (_, plain, _) = await ScoreText.RunAsync(_scorer, File.OpenRead(WorkbookText.PathOf("plain.csv")));

        // Assert
        Assert.Equal((plain, null), (report, problems));
        Assert.NotNull(outcome.Reading!.Sheet);
        Assert.Null(outcome.Reading.Separator);
        Assert.Null(outcome.Reading.Encoding);
    }

    [Fact]
    public async Task Hidden_rows_are_students_as_the_others_and_the_outcome_says_how_many()
    {
        // Arrange
        string Row(string id, string more) => $"<row{more}>{string.Concat(((string[])[id, .. Good.Split(',')]).Select(cell =>
            $"""<c t="inlineStr"><is><t>{cell}</t></is></c>"""))}</row>";
        var header = $"<row>{string.Concat(Names.Select(name => $"""<c t="inlineStr"><is><t>{name}</t></is></c>"""))}</row>";
        var rows = Row("E1", "") + Row("E2", " hidden=\"1\"") + Row("E3", " hidden=\"true\"") + Row("E4", " hidden=\"0\"");

        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer, new WorkbookFile().Sheet("Hoja1", header + rows).ToStream());

        // Assert
        Assert.Equal((4, 2), (outcome.Scored, outcome.Reading!.HiddenRows));
        Assert.Contains("Se leyeron también 2 filas ocultas de la hoja", string.Join('\n',
            ReadingNotes.Of(outcome.Reading, outcome.Read, ReportLanguage.Spanish)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_row_is_told_by_its_number_in_the_sheet()
    {
        // Arrange: a title, an empty row, the header in row 4, a gap.
        var workbook = new WorkbookFile()
            .Texts("Hoja1", "visible", ["Cohorte 2026"], [], [], Names, Row("E1"), [], ["E2", "x", .. Good.Split(',')[1..]], Row("E3"));

        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(_scorer, workbook.ToStream());

        // Assert
        Assert.Equal((3, 2, 1), (outcome.Read, outcome.Scored, outcome.Rejected));
        Assert.Contains("\r\nE3,", report, StringComparison.Ordinal);
        Assert.StartsWith("7,age", problems!.Split("\r\n")[1], StringComparison.Ordinal);
        Assert.Equal(4, outcome.Reading!.HeaderLine);
    }

    [Theory]
    [InlineData("<c t=\"e\"><v>#REF!</v></c>", "#REF!")]
    [InlineData("<c t=\"e\"><v>#N/A</v></c>", "#N/A")]
    [InlineData("<c><v>1020304050607080900</v></c>", "E+")]
    public async Task An_id_that_a_spreadsheet_lost_is_rejected(string id, string found)
    {
        // Act
        var (outcome, _, problems) = await ScoreText.RunAsync(_scorer, Cells(id, "<c><v>17</v></c>").ToStream());

        // Assert
        Assert.Equal((1, 1), (outcome.Read, outcome.Rejected));
        Assert.Contains(found, problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<c s=\"1\"><v>45000</v></c>", "fecha")]
    [InlineData("<c s=\"2\"><v>0.17</v></c>", "17%")]
    [InlineData("<c t=\"b\"><v>1</v></c>", "TRUE")]
    [InlineData("<c t=\"e\"><v>#DIV/0!</v></c>", "#DIV/0!")]
    [InlineData("<c/>", "(vac")]
    public async Task A_cell_that_is_not_what_the_column_holds_is_rejected(string age, string found)
    {
        // Act
        var (outcome, _, problems) =
            await ScoreText.RunAsync(_scorer, Cells("<c><v>1</v></c>", age).Formats("dd/mm/yyyy", "0%").ToStream());

        // Assert
        Assert.Equal((1, 1), (outcome.Read, outcome.Rejected));
        Assert.Contains(found, problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_with_leading_zeros_by_their_format_are_the_ids_that_the_sheet_shows()
    {
        // Act
        var (_, report, _) = await ScoreText.RunAsync(_scorer, Cells("<c s=\"1\"><v>12</v></c>", "<c><v>17</v></c>").Formats("00000")
            .ToStream());

        // Assert
        Assert.Contains("\r\n00012,", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_date_in_the_cell_of_an_id_is_rejected_and_never_an_id()
    {
        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(_scorer,
            Cells("<c s=\"1\"><v>45000</v></c>", "<c><v>17</v></c>").Formats("dd/mm/yyyy").ToStream());

        // Assert
        Assert.Equal(1, outcome.Rejected);
        Assert.Null(report);
        Assert.Contains("lo convirtió en una fecha", problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_formula_without_result_refuses_the_whole_file()
    {
        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(_scorer, Cells("<c><v>1</v></c>", "<c><f>A1+1</f></c>").ToStream());

        // Assert
        Assert.NotNull(outcome.FileProblem);
        Assert.Null(report);
        Assert.Contains("B2", problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sheet_of_the_students_is_found_among_others_and_two_of_them_are_refused()
    {
        // Arrange
        var one = new WorkbookFile().Texts("Notas", "visible", ["age", "promedio"], ["17", "3"]).Texts("2026", "visible", Names, Row("E1"))
            .Texts("Vieja", "hidden", Names, Row("E0"));
        var two = new WorkbookFile().Texts("2025", "visible", Names, Row("E0")).Texts("2026", "visible", Names, Row("E1"));

        // Act
        var (found, report, _) = await ScoreText.RunAsync(_scorer, one.ToStream());
        var (refused, _, problems) = await ScoreText.RunAsync(_scorer, two.ToStream());
        var (chosen, _, _) = await RunAsync(two.ToStream(), "2026");

        // Assert
        Assert.Equal(("2026", "2026"), (found.Reading!.Sheet, chosen.Reading!.Sheet));
        Assert.Contains("\r\nE1,", report, StringComparison.Ordinal);
        Assert.NotNull(refused.FileProblem);
        Assert.Contains("«2025», «2026»", problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_with_a_password_or_of_the_old_kind_is_refused_by_name()
    {
        // Arrange
        byte[] compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[504]];

        // Act
        var (_, _, old) = await ScoreText.RunAsync(_scorer, new MemoryStream(compound));
        var (_, _, locked) = await ScoreText.RunAsync(_scorer,
            new MemoryStream([.. compound, .. Encoding.Unicode.GetBytes("EncryptedPackage")]));

        // Assert
        Assert.Contains(".xls", old, StringComparison.Ordinal);
        Assert.Contains("contraseña: en Excel", locked, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_students_in_any_sheet_get_the_report_of_their_CSV_file() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 5], Gen.Int[0, 3], Gen.Bool, Gen.Bool, Gen.Int).Sample(
            (students, above, left, asNumbers, shared, seed) =>
            {
                var random = new Random(seed);
                var rows = Enumerable.Range(0, students).Select(student => RandomRow(random, student)).ToList();
                var csv = string.Concat(rows.Prepend(Names).Select(row => string.Join(',', row) + "\n"));
                var workbook = Lay(rows.Prepend(Names).ToList(), above, left, asNumbers, shared);

                var (_, expected, none) = ScoreText.RunAsync(_scorer, csv).GetAwaiter().GetResult();
                var (_, report, problems) = ScoreText.RunAsync(_scorer, workbook.ToStream()).GetAwaiter().GetResult();
                return report == expected && problems is null && none is null;
            },
            iter: 60);

    private static string[] RandomRow(Random random, int student) =>
    [
        $"E{student:000}",
        .. StudentPerformance.Schema.Features.Select(feature => feature.Words.Count > 0
            ? feature.Words[random.Next(feature.Words.Count)].Word
            : random.Next((int)feature.Minimum!, (int)feature.Maximum! + 1).ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>A table somewhere in a sheet, its cells numbers or texts, shared or inline.</summary>
    private static WorkbookFile Lay(List<string[]> rows, int above, int left, bool asNumbers, bool shared)
    {
        var texts = rows.SelectMany(row => row).Distinct().ToList();
        string Cell(string text, int row, int column)
        {
            var reference = $"{(char)('A' + left + column)}{above + row + 1}";
            return asNumbers && int.TryParse(text, out _) ? $"<c r=\"{reference}\"><v>{text}</v></c>"
                : shared ? $"<c r=\"{reference}\" t=\"s\"><v>{texts.IndexOf(text)}</v></c>"
                : $"<c r=\"{reference}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";
        }

        var xml = rows.Select((row, index) =>
            $"<row r=\"{above + index + 1}\">{string.Concat(row.Select((text, column) => Cell(text, index, column)))}</row>");
        return new WorkbookFile().SharedStrings([.. texts.Select(text => $"<t>{text}</t>")]).Sheet("Hoja1", string.Concat(xml));
    }

    private static string[] Row(string id) => [id, .. Good.Split(',')];

    /// <summary>A header and one student, whose id and age are given as XML.</summary>
    private static WorkbookFile Cells(string id, string age)
    {
        var header = string.Concat(Names.Select(Text));
        return new WorkbookFile()
            .Sheet("Hoja1", $"<row>{header}</row><row>{id}{age}{string.Concat(Good.Split(',').Skip(1).Select(Text))}</row>");
    }

    private static string Text(string text) => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>";

    private async Task<(CohortOutcome Outcome, string? Report, string? Problems)> RunAsync(Stream cohort, string sheet)
    {
        var outputs = new CohortOutputs(_ => ValueTask.FromResult<Stream>(new MemoryStream()), _ =>
            ValueTask.FromResult<Stream>(new MemoryStream()));
        var outcome = await new ScoreCohort(_scorer, new ReportOptions(), new ReadingOptions { Sheet = sheet })
            .RunAsync(cohort, outputs, TestContext.Current.CancellationToken);
        return (outcome, null, null);
    }
}
