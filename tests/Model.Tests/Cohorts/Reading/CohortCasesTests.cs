using Antivirus.Model.Models;
using Antivirus.Model.Pipeline;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Files as people send them, scored with the shipped model: the report of the plain file, or a refusal that says what to
/// do.</summary>
public sealed class CohortCasesTests
{
    private const string Plain = "00-plain.csv";
    private const string OtherOrder = "51-codes-other-order.csv";
    private static readonly string Folder = RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "cases");

    /// <summary>The file, the file whose report it must give, and how many lines are skipped.</summary>
    public static TheoryData<string, string, int> SameReports => new()
    {
        { "03-utf16le-without-bom.csv", Plain, 0 },
        { "06-sep-semicolon-line-then-header.csv", Plain, 1 },
        { "10-pipe-separated.csv", Plain, 0 },
        { "11-title-lines-above-header.csv", Plain, 3 },
        { "14-two-header-rows-units.csv", Plain, 1 },
        { "15-canvas-points-possible-row.csv", Plain, 1 },
        { "16-totals-row-at-end.csv", Plain, 1 },
        { "18b-blank-line-of-commas-in-the-end.csv", Plain, 5 },
        { "20-trailing-empty-columns-rows-only.csv", Plain, 0 },
        { "21-no-header-trailing-comma.csv", Plain, 0 },
        { "40-r-row-names-and-other-id-name.csv", Plain, 0 },
        { "43-faculty-first-then-cedula.csv", Plain, 0 },
        { "45b-codigo-accent-second.csv", Plain, 0 },
        { "47-codigo-accent-repeated-programme-first.csv", Plain, 0 },
        { "48-id-header-variants-second.csv", Plain, 0 },
        { "52-sep-line-codes-other-order.csv", OtherOrder, 1 },
        { "53-title-line-codes-other-order.csv", OtherOrder, 1 },
        { "54-comment-line-codes-other-order.csv", OtherOrder, 1 },
        { "58-merged-group-header-row-other-order.csv", OtherOrder, 1 },
        { "71-newline-in-quoted-cell.csv", Plain, 0 },
        { "75-space-after-comma-quoted.csv", Plain, 0 },
        { "75b-whole-line-quoted-excel.csv", Plain, 0 },
        { "90-renamed-xlsx.csv", Plain, 0 },
        { "90b-real.xlsx", Plain, 0 },
    };

    /// <summary>The file and what its refusal says.</summary>
    public static TheoryData<string, string> Refusals => new()
    {
        { "49b-header-without-id-but-extra-note-column.csv", "¿Es «observacion» la columna de identificación?" },
        { "59b-spanish-header-one-blank-name-other-order.csv", "faltan: studytime (Tiempo de estudio semanal)" },
        { "59c-spanish-header-one-name-is-a-year-other-order.csv", "«2025»" },
        { "93-html-table-named-xls.csv", "HTML" },
        { "96c-stata-dta.csv", "Stata" },
    };

    /// <summary>The file, how many of its rows are rejected, and what each of them is told.</summary>
    public static TheoryData<string, int, string> Rejections => new()
    {
        { "33-id-scientific.csv", 6, "la hoja de cálculo lo acortó" },
        { "39-id-blank-nbsp-dash-na.csv", 6, "un código de estudiante" },
        { "76-missing-tokens-integer.csv", 6, "no admite aquí celdas sin dato" },
        { "77-bool-si-no.csv", 0, "" },
        { "78-percent.csv", 6, "sin el signo %" },
        { "79-quoted-decimal-comma-under-comma.csv", 1, "absences (Ausencias),\"2,5\"" },
        { "81c-thousands-point-integer-12000.csv", 6, "12.000 puede ser 12 o 12000" },
        { "84-excel-date-mangled.csv", 4, "convirtió el valor en una fecha" },
    };

    private readonly LocalRiskScorer _scorer = new(RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")));

    [Theory]
    [MemberData(nameof(SameReports))]
    public async Task A_file_in_other_clothes_gets_the_report_of_the_plain_one(string file, string plain, int skipped)
    {
        // Act
        var (outcome, report, problems) = await ScoreAsync(file);

        // Assert
        Assert.Equal((await ScoreAsync(plain)).Report, report);
        Assert.Null(problems);
        Assert.Equal(skipped, outcome.Reading!.Skipped.Total);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_file_that_cannot_be_understood_for_certain_is_refused_in_words(string file, string expected)
    {
        // Act
        var (outcome, report, problems) = await ScoreAsync(file);

        // Assert
        Assert.Null(report);
        Assert.NotNull(outcome.FileProblem);
        Assert.Contains(expected, problems, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rejections))]
    public async Task Rows_that_cannot_be_understood_for_certain_are_rejected_in_words(string file, int rejected, string expected)
    {
        // Act
        var (outcome, _, problems) = await ScoreAsync(file);

        // Assert
        Assert.Null(outcome.FileProblem);
        Assert.Equal((6, rejected), (outcome.Read, outcome.Rejected));
        Assert.All((problems ?? "").Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1), line =>
            Assert.Contains(expected, line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("65-two-files-concatenated-bom-and-header-in-middle.csv", 1)]
    [InlineData("66-two-files-concatenated-no-header-bom.csv", 0)]
    public async Task Two_files_in_one_keep_all_students_and_no_invisible_mark(string file, int skipped)
    {
        // Arrange
        var plain = (await ScoreAsync(Plain)).Report!;

        // Act
        var (outcome, report, _) = await ScoreAsync(file);

        // Assert
        var second = plain[(plain.IndexOf('\n', StringComparison.Ordinal) + 1)..].Replace("EST1", "EST2", StringComparison.Ordinal);
        Assert.Equal(plain + second, report);
        Assert.Equal((12, 0, skipped), (outcome.Read, outcome.Rejected, outcome.Reading!.Skipped.RepeatedHeader));
    }

    [Fact]
    public async Task Ids_that_a_spreadsheet_wrote_as_formulas_are_the_ids_that_it_shows()
    {
        // Arrange
        var plain = (await ScoreAsync(Plain)).Report!;

        // Act
        var (_, report, _) = await ScoreAsync("35-id-excel-formula-text.csv");

        // Assert
        var expected = Enumerable.Range(0, 6)
            .Aggregate(plain, (text, student) => text.Replace($"EST100{student}", $"00{student}12", StringComparison.Ordinal));
        Assert.Equal(expected, report);
    }

    [Fact]
    public void Every_file_of_the_cases_is_tested()
    {
        // Arrange
        var tested = SameReports.Select(row => row.Data.Item1)
            .Concat(Refusals.Select(row => row.Data.Item1))
            .Concat(Rejections.Select(row => row.Data.Item1))
            .Concat([Plain, OtherOrder, "35-id-excel-formula-text.csv", "46c-own-model-nfd-accents.csv",
                "65-two-files-concatenated-bom-and-header-in-middle.csv", "66-two-files-concatenated-no-header-bom.csv"]);

        // Act
        var files = Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)!);

        // Assert
        Assert.Equal(files.Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }

    private async Task<(CohortOutcome Outcome, string? Report, string? Problems)> ScoreAsync(string file)
    {
        using var cohort = new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(Folder, file)));
        return await ScoreText.RunAsync(_scorer, cohort);
    }
}
