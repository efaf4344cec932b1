using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>What exports make of ids: read as the code that it was, or rejected with how to undo it.</summary>
public sealed class IdCellsTests
{
    private static readonly string[] Plain = File.ReadAllText(
        RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "cases", "00-plain.csv"))
        .ReplaceLineEndings("\n").TrimEnd().Split('\n');

    private readonly LocalRiskScorer _scorer = new(RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")));

    [Theory]
    [InlineData("'00012", "00012")]
    [InlineData("'00012'", "00012")]
    [InlineData("“00012”", "00012")]
    [InlineData("20-1234-05", "20-1234-05")]
    [InlineData("2019-10-25", "2019-10-25")]
    [InlineData("12/3456", "12/3456")]
    [InlineData("O'Hara1", "O'Hara1")]
    [InlineData("1.234.567-8", "1.234.567-8")]
    [InlineData("202301000.0", "202301000")]
    [InlineData("\"202301000,00\"", "202301000")]
    [InlineData("12.0", "12.0")]
    [InlineData("1.234.500", "1.234.500")]
    public async Task A_code_keeps_what_belongs_to_it(string cell, string id)
    {
        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_scorer, With(cell));

        // Assert
        Assert.Equal((1, 0), (outcome.Scored, outcome.Rejected));
        Assert.Contains($"\n{id},", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("***")]
    [InlineData("[redacted]")]
    [InlineData("Confidencial")]
    public async Task A_mask_in_place_of_an_id_is_rejected_as_missing(string cell)
    {
        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_scorer, With(cell));

        // Assert
        Assert.DoesNotContain(cell, report ?? "", StringComparison.Ordinal);
        Assert.Equal(0, outcome.Scored);
    }

    [Theory]
    [InlineData("21-ene-24")]
    [InlineData("ene-24")]
    [InlineData("05-May-2024")]
    [InlineData("21/05/2024")]
    [InlineData("5/21/2024")]
    public async Task A_date_that_a_spreadsheet_made_of_a_code_is_rejected(string cell)
    {
        // Act
        var (_, report, problems) = await ScoreText.RunAsync(_scorer, With(cell));

        // Assert
        Assert.DoesNotContain(cell, report ?? "", StringComparison.Ordinal);
        Assert.Contains("lo convirtió en una fecha", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TRUE", true)]
    [InlineData("VERDADERO", true)]
    [InlineData("TRUE", false)]
    public async Task The_answer_of_a_formula_is_an_id_only_among_words(string id, bool amongCodes)
    {
        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(_scorer,
            amongCodes ? WithIds("E-1", id, "E-3") : WithIds("ANA", id, "LUZ"));

        // Assert
        Assert.Equal(amongCodes ? (2, 1) : (3, 0), (outcome.Scored, outcome.Rejected));
        Assert.Equal(!amongCodes, report!.Contains($"\n{id},", StringComparison.Ordinal));
        Assert.Equal(amongCodes, problems?.Contains("como los de las demás filas", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("MAR-24")]
    [InlineData("DIC-25")]
    [InlineData("SET-24")]
    public async Task A_code_that_begins_as_a_month_is_read_among_codes_of_its_shape(string id)
    {
        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_scorer, WithIds("ADM-24", "DER-31", id, "ING-02"));

        // Assert
        Assert.Equal((4, 0), (outcome.Scored, outcome.Rejected));
        Assert.Contains($"\n{id},", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mar-24", "ADM-24", "DER-31", "ING-02")]
    [InlineData("Mar-24", "ADM-24", "DER-31", "ING-02")]
    [InlineData("1-mar", "ADM-24", "DER-31", "MAR-24")]
    [InlineData("mar-24", "abr-21", "may-31", "jun-02")]
    public async Task A_month_that_differs_from_the_other_codes_was_made_by_a_spreadsheet(string date, params string[] others)
    {
        // Act
        var (_, report, problems) = await ScoreText.RunAsync(_scorer, WithIds([.. others, date]));

        // Assert
        Assert.DoesNotContain($"\n{date},", report ?? "", StringComparison.Ordinal);
        Assert.Contains("lo convirtió en una fecha", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e9", false)]
    [InlineData("1E9", false)]
    [InlineData("12E10", false)]
    [InlineData("2.02311E8", false)]
    [InlineData("1e9", true)]
    public async Task A_number_with_an_exponent_is_an_id_only_among_codes(string id, bool amongCodes)
    {
        // Act
        var ids = amongCodes ? (string[])["2e7", "3e8", id, "4e1"] : ["1020304050", "1020304051", id, "1020304052"];
        var (outcome, report, problems) = await ScoreText.RunAsync(_scorer, WithIds(ids));

        // Assert
        Assert.Equal((amongCodes ? 4 : 3, amongCodes ? 0 : 1), (outcome.Scored, outcome.Rejected));
        Assert.Equal(amongCodes, report!.Contains($"\n{id},", StringComparison.Ordinal));
        Assert.Equal(!amongCodes, problems?.Contains("la hoja de cálculo lo acortó", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task Cells_in_the_quotes_of_SQL_are_read()
    {
        // Arrange
        var quoted = Plain.Select(line => string.Join(',', line.Split(',').Select(cell => $"'{cell}'")));

        // Act
        var (_, report, _) = await ScoreText.RunAsync(_scorer, string.Join('\n', quoted));

        // Assert
        Assert.Equal((await ScoreText.RunAsync(_scorer, string.Join('\n', Plain))).Report, report);
    }

    [Theory]
    [InlineData("２０２３０１", "202301")]
    [InlineData("ＥＳＴ１", "EST1")]
    [InlineData("٢٠٢٣", "2023")]
    [InlineData("E-1٢", "E-12")]
    [InlineData("EST\u20111", "EST-1")]
    [InlineData("\u2066EST1\u2069", "EST1")]
    [InlineData("'EST1", "EST1")]
    public async Task Digits_and_letters_of_other_widths_and_scripts_are_those_of_ASCII(string cell, string id)
    {
        // Act
        var (_, report, _) = await ScoreText.RunAsync(_scorer, With(cell));

        // Assert
        Assert.Contains($"\n{id},", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#1000")]
    [InlineData("> EST1000")]
    [InlineData("+EST1000")]
    [InlineData("EST1000*")]
    [InlineData("* EST1000")]
    [InlineData("• EST1000")]
    [InlineData("✓ EST1000")]
    [InlineData("EST1000¹")]
    [InlineData("EST1000-")]
    [InlineData("-2023001")]
    [InlineData("(2023001)")]
    [InlineData("[EST1000]")]
    [InlineData("2: EST1000")]
    [InlineData("2. EST1000")]
    [InlineData("- EST1000")]
    [InlineData("`EST1000`")]
    [InlineData("$1000")]
    [InlineData("1000%")]
    [InlineData("EST1000 (retirado)")]
    [InlineData("2023001.")]
    [InlineData("ЕST1000")]
    public async Task Signs_around_a_code_reject_its_row(string cell)
    {
        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(_scorer, WithIds("EST1001", cell, "EST1002"));

        // Assert
        Assert.Equal((2, 1), (outcome.Scored, outcome.Rejected));
        Assert.DoesNotContain("1000", report, StringComparison.Ordinal);
        Assert.Contains("solo el código, sin signos que no son suyos", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A+B")]
    [InlineData("E#12")]
    [InlineData("12*34")]
    [InlineData("A-")]
    [InlineData("_1000")]
    [InlineData("/1000")]
    [InlineData("@ana")]
    [InlineData("ana@uni.edu.co")]
    [InlineData("1000 (2)")]
    [InlineData("(57) 300-123")]
    [InlineData("Ñ-7")]
    [InlineData("Pérez J.")]
    [InlineData("EJ-1000")]
    [InlineData("EX1000")]
    [InlineData("Ejercito1")]
    [InlineData("=1+1")]
    public async Task Signs_that_may_belong_to_a_code_stay(string cell)
    {
        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer, With(cell));

        // Assert
        Assert.Equal((1, 0), (outcome.Scored, outcome.Rejected));
    }

    [Theory]
    [InlineData("Ej. EST1000")]
    [InlineData("Ej: EST1000")]
    [InlineData("(ej) EST1000")]
    [InlineData("P. ej. EST1000")]
    [InlineData("Ejemplo")]
    [InlineData("EJEMPLO_1")]
    [InlineData("(ejemplo) EST1000")]
    [InlineData("Example 1000")]
    [InlineData("exemplo: 1000")]
    [InlineData("e.g. 1000")]
    [InlineData("Ex. 1000")]
    public async Task A_row_that_says_it_is_an_example_is_no_student(string cell)
    {
        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(_scorer, WithIds(cell, "EST1001", "EST1002", "EST1003"));

        // Assert
        Assert.Equal((3, 1), (outcome.Scored, outcome.Rejected));
        Assert.DoesNotContain("000", report, StringComparison.Ordinal);
        Assert.Contains("parece un ejemplo", problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ex_is_not_an_example_where_all_ids_begin_so()
    {
        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer, WithIds("Ex. 1000", "Ex. 1001", "Ex. 1002", "Ex. 1003"));

        // Assert
        Assert.Equal((4, 0), (outcome.Scored, outcome.Rejected));
    }

    private static string WithIds(params string[] ids) =>
        $"{Plain[0]}\n{string.Concat(ids.Select((id, row) => $"{id},{Plain[row + 1].Split(',', 2)[1]}\n"))}";

    private static string With(string id) => $"{Plain[0]}\n{id},{Plain[1].Split(',', 2)[1]}\n";
}
