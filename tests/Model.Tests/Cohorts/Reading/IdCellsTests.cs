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
    [InlineData("102030...", false)]
    [InlineData("1e9", true)]
    public async Task A_shortened_number_is_an_id_only_among_codes(string id, bool amongCodes)
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

    private static string WithIds(params string[] ids) =>
        $"{Plain[0]}\n{string.Concat(ids.Select((id, row) => $"{id},{Plain[row + 1].Split(',', 2)[1]}\n"))}";

    private static string With(string id) => $"{Plain[0]}\n{id},{Plain[1].Split(',', 2)[1]}\n";
}
