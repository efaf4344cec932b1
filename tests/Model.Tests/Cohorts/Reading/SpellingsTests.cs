using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Everyday spellings of one cohort: its report, or words that say what is wrong; never another student or score.</summary>
public sealed class SpellingsTests
{
    private const string Total = "17,2,2,2,3,3,3,3,10,1,1,1,1,1,1,1,1,1";
    private static readonly string Plain = File.ReadAllText(
        RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "cases", "00-plain.csv")).ReplaceLineEndings("\n").TrimEnd();

    private readonly LocalRiskScorer _scorer = new(RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")));

    [Theory]
    [InlineData("Mediana")]
    [InlineData("Moda")]
    [InlineData("Varianza")]
    [InlineData("N = 8")]
    [InlineData("n: 128")]
    [InlineData("Desv. Est.")]
    [InlineData("Nota media")]
    [InlineData("Gran Total General")]
    [InlineData("Promedio general de la cohorte")]
    [InlineData("TOTAL ALUMNOS MATRICULADOS EN EL PERIODO")]
    public async Task A_statistic_in_place_of_an_id_is_no_student_whatever_its_cells(string label)
    {
        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_scorer, $"{Plain}\n{label},{Total}\n");

        // Assert
        Assert.Equal((await ScoreText.RunAsync(_scorer, Plain)).Report, report);
        Assert.Equal((6, 0, 1), (outcome.Read, outcome.Rejected, outcome.Reading!.Skipped.Totals));
    }

    [Theory]
    [InlineData("Total general")]
    [InlineData("Mediana")]
    [InlineData("Desviación típica")]
    [InlineData("Recuento")]
    [InlineData("N = 6")]
    public async Task A_statistic_named_before_a_count_in_the_id_column_is_no_student(string label)
    {
        // Arrange
        var lines = Plain.Split('\n').Select((line, index) => (index == 0 ? "Programa," : "Moda,") + line);

        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_scorer, $"{string.Join('\n', lines)}\n{label},6,{Total}\n");

        // Assert
        Assert.Equal((await ScoreText.RunAsync(_scorer, Plain)).Report, report);
        Assert.Equal(1, outcome.Reading!.Skipped.Totals);
    }

    [Theory]
    [InlineData("Masculino", "Femenino")]
    [InlineData("Hombre", "Mujer")]
    [InlineData("Homem", "Mulher")]
    [InlineData("Male", "Female")]
    [InlineData("Varón", "Mujer")]
    public async Task Women_and_men_in_whole_words_are_the_letters_of_the_model(string man, string woman)
    {
        // Act
        var (_, report, _) = await ScoreText.RunAsync(_scorer, WithSex(man, woman));

        // Assert
        Assert.Equal((await ScoreText.RunAsync(_scorer, WithSex("M", "F"))).Report, report);
    }

    [Theory]
    [InlineData("H")]
    [InlineData("v")]
    public async Task M_beside_H_or_V_is_a_woman_and_the_file_is_refused(string man)
    {
        // Act
        var (outcome, _, problems) = await ScoreText.RunAsync(_scorer, WithSex(man, "M"));

        // Assert
        Assert.NotNull(outcome.FileProblem);
        Assert.Contains("M puede ser mujer u hombre", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hombre")]
    [InlineData("masculino")]
    public async Task M_beside_a_man_in_full_may_be_a_woman_and_the_file_is_refused(string man)
    {
        // Act
        var (outcome, _, problems) = await ScoreText.RunAsync(_scorer, WithSex(man, "M"));

        // Assert
        Assert.StartsWith("Sex", outcome.FileProblem!.Column, StringComparison.Ordinal);
        Assert.Contains("M puede ser mujer u hombre", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "2")]
    [InlineData("2", "1")]
    [InlineData("2.0", "1.0")]
    public async Task Two_words_coded_1_and_2_are_refused_since_1_may_be_either(string man, string woman)
    {
        // Act
        var (outcome, _, problems) = await ScoreText.RunAsync(_scorer, WithSex(man, woman));

        // Assert
        Assert.NotNull(outcome.FileProblem);
        Assert.Contains("los números empiezan en 1 y no se sabe qué significa cada uno", problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_2_among_0_and_1_costs_its_own_row_only()
    {
        // Arrange
        var lines = WithSex("1", "0").Split('\n');
        var cells = lines[1].Split(',');
        cells[10] = "2";
        lines[1] = string.Join(',', cells);

        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer, string.Join('\n', lines));

        // Assert
        Assert.Null(outcome.FileProblem);
        Assert.Equal(1, outcome.Rejected);
    }

    /// <summary>The plain cohort with women and men by turns.</summary>
    private static string WithSex(string man, string woman) => string.Join('\n', Plain.Split('\n').Select((line, index) =>
    {
        var cells = line.Split(',');
        cells[10] = index == 0 ? cells[10] : index % 2 == 0 ? man : woman;
        return string.Join(',', cells);
    }));
}
