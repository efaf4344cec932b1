using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>What people and programs write around ids: rejected where it belongs to no code, kept where it may.</summary>
public sealed class IdMarksTests
{
    private static readonly string[] Plain = File.ReadAllText(
        RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "cases", "00-plain.csv"))
        .ReplaceLineEndings("\n").TrimEnd().Split('\n');

    private readonly LocalRiskScorer _scorer = new(RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")));

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
    [InlineData("<EST1000>")]
    [InlineData("2: EST1000")]
    [InlineData("2. EST1000")]
    [InlineData("- EST1000")]
    [InlineData("`EST1000`")]
    [InlineData("$1000")]
    [InlineData("1000%")]
    [InlineData("EST1000 (retirado)")]
    [InlineData("2023001.")]
    [InlineData("ЕST1000")]
    [InlineData("EST1000?")]
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
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<b>1000</b>")]
    [InlineData("'\"><script>alert(1)</script>")]
    [InlineData("{{7*7}}")]
    [InlineData("${7*7}")]
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
