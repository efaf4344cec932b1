using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Codebooks in the forms that people write them, in a hidden sheet: compared cell by cell with the model.</summary>
public sealed class CodebookTests
{
    private static readonly string[] Plain = File.ReadAllText(
        RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "cases", "00-plain.csv"))
        .ReplaceLineEndings("\n").TrimEnd().Split('\n');

    private readonly LocalRiskScorer _scorer = new(RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")));

    [Theory]
    [InlineData("Sex", "Variable;Valor;Etiqueta|Sex;M;Mujer|Sex;F;Hombre")]
    [InlineData("Sex", "Sexo|M;Mujer|H;Hombre")]
    [InlineData("health", "Variable;Mínimo;Máximo|health;1;10")]
    [InlineData("health", "Variable;Rango|health;1 a 10")]
    [InlineData("health", "Variable;Escala|health;sobre 10")]
    [InlineData("health", "Variable;Nota|health;escala invertida")]
    [InlineData("health", "health: 0 - 100")]
    [InlineData("health", "health (10 = muy buena)")]
    [InlineData("Sex", "Nota: Sex M = Mujer")]
    [InlineData("Sex", "Sexo F = Hombre, M = Mujer")]
    [InlineData("Internet", "Internet|yes = no tiene|no = sí tiene")]
    [InlineData("Sex", "Código;M;F|Sexo;Mujer;Hombre")]
    [InlineData("Sex", "Sexo;F;M|;Hombre;Mujer")]
    [InlineData("Sex", ";;Hombre;Mujer|Sexo;;F;M")]
    public async Task What_contradicts_the_model_refuses_the_file_with_sheet_and_row(string column, string codebook)
    {
        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer, Workbook(codebook));

        // Assert
        Assert.StartsWith(column, outcome.FileProblem?.Column, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("hoja «Dic», fila ", outcome.FileProblem!.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Variable;Valor;Etiqueta|Sex;F;Mujer|Sex;M;Hombre|Internet;yes;Tiene|Internet;no;No tiene")]
    [InlineData("Variable;Mínimo;Máximo|health;1;5|age;0;120")]
    [InlineData("Variable;Media;Mín;Máx|health;3,2;1;4|absences;5,1;0;20")]
    [InlineData("Variable;n|health;100|Sex;6")]
    [InlineData("Variable;Valores|Sex;F / M|Internet;no;yes|health;1 a 5")]
    [InlineData("Sex;F;M|Internet;no;yes")]
    [InlineData("Nota: Sex M = Hombre")]
    [InlineData("Columna;Ejemplo|Sex;F|health;4|Medu;5")]
    [InlineData("F;no|M;sí")]
    [InlineData("Código;F;M|Sexo;Mujer;Hombre")]
    [InlineData("Programa;Derecho;Medicina|Total;12;14")]
    [InlineData("health;absences|4;12")]
    [InlineData("Sex;Cuenta|F;3|M;3")]
    [InlineData("Sex;Estado|M;Hombre|F;Mujer")]
    public async Task What_agrees_or_says_nothing_of_codes_is_read(string codebook)
    {
        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer, Workbook(codebook));

        // Assert
        Assert.Null(outcome.FileProblem);
        Assert.Equal(6, outcome.Scored);
    }

    private static MemoryStream Workbook(string codebook) => new WorkbookFile()
        .Texts("Datos", "visible", [.. Plain.Select(line => line.Split(','))])
        .Texts("Dic", "hidden", [.. codebook.Split('|').Select(line => line.Split(';'))])
        .ToStream();
}
