using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Rows of statistics whose cells all look like a student's, and footers: skipped or rejected, never scored.</summary>
public sealed class StatisticRowsTests
{
    private const string Cells = "17,2,2,2,3,3,3,3,10,1,1,1,1,1,1,1,1,1";
    private static readonly string[] Plain = File.ReadAllText(
        RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "cases", "00-plain.csv"))
        .ReplaceLineEndings("\n").TrimEnd().Split('\n');

    private readonly LocalRiskScorer _scorer = new(RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")));

    public static TheoryData<string> Labels => new(
        """
        Total;TOTAL GENERAL;Totales:;Gran total;Subtotal;Suma;Cuenta;Recuento;Conteo;Cantidad de estudiantes;N = 6;n: 6
        Promedio;Promedio del curso;Promedio general;Prom.;Media;Média;Nota media;Nota promedio;Media aritmética;Mediana;Moda
        Mínimo;Máximo;Mínima;Rango;Desviación estándar;Desv. Est.;Desv. típica;Varianza;Curtosis;Coeficiente de asimetría;Cuartil 1
        Percentil 25;Error típico;Varianza de la muestra;Nivel de confianza(95,0%);Puntos posibles;Nota máxima;Número de estudiantes
        Grand Total;Class average;Class Average (12);Average;Avg;Mean;Median;Mode;Min;Max;Min.;Minimum;Maximum;Range;Count;Sum;Std
        Std. Dev.;Standard Deviation;Sample Variance;Standard Error;Kurtosis;Skewness;Overall average;Points Possible;1st Qu.;3rd Qu.
        Total geral;Soma;Contagem;Desvio padrão;Variância;Mediana da turma;Média geral;Número de alunos;Pontos possíveis;Resumo;Summary
        Total Derecho;Promedio Medicina;Derecho Total;Law Average;** TOTAL **;Total: 6;Total (6);Total de estudiantes matriculados
        """.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task A_statistic_in_any_unused_column_beside_a_count_is_skipped_and_counted(string label)
    {
        foreach (var text in (string[])
        [
            Text((id, cells) => $"Programa,{id},{cells}", $"{label},6,{Cells}"),
            Text((id, cells) => $"{id},{cells},Programa", $"6,{Cells},{label}"),
            Text((id, cells) => $"Sede,Programa,{id},{cells}", $"Cali,{label},42.5,{Cells}"),
        ])
        {
            // Act
            var (outcome, report, _) = await ScoreText.RunAsync(_scorer, text);

            // Assert
            Assert.Equal(await PlainReportAsync(), report);
            Assert.Equal((6, 0, 1), (outcome.Read, outcome.Rejected, outcome.Reading!.Skipped.Totals));
        }
    }

    [Theory]
    [InlineData("Moda")]
    [InlineData("Total")]
    [InlineData("Average")]
    [InlineData("Total Quality Management")]
    public async Task A_statistic_beside_an_id_like_the_others_is_rejected_with_its_column(string label)
    {
        // Act
        var (outcome, report, problems) = await ScoreText.RunAsync(_scorer,
            Text((id, cells) => $"Programa,{id},{cells}", $"{label},EST9999,{Cells}"));

        // Assert
        Assert.Equal(await PlainReportAsync(), report);
        Assert.Equal((7, 1, 0), (outcome.Read, outcome.Rejected, outcome.Reading!.Skipped.Totals));
        Assert.Contains($"8,Programa,{label},", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Beca", "Total")]
    [InlineData("Nombre", "Moda Media")]
    [InlineData("Programa", "Moda")]
    [InlineData("Nivel", "Media")]
    [InlineData("Programa", "Total Quality Management")]
    public async Task A_word_beside_several_students_is_a_value_of_its_column(string column, string value)
    {
        // Arrange
        var lines = Plain.Select((line, index) => $"{(index == 0 ? column : value)},{line}");

        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_scorer, string.Join('\n', [.. lines, $"Promedio,6,{Cells}"]));

        // Assert
        Assert.Equal(await PlainReportAsync(), report);
        Assert.Equal((6, 0, 1), (outcome.Read, outcome.Rejected, outcome.Reading!.Skipped.Totals));
    }

    [Fact]
    public async Task A_given_name_is_not_a_statistic()
    {
        // Arrange
        var names = (string[])["Nombre", "Max", "Máximo", "Media", "Ana", "Luz", "Eva"];

        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_scorer,
            string.Join('\n', Plain.Select((line, index) => $"{names[index]},{line}")));

        // Assert
        Assert.Equal(await PlainReportAsync(), report);
        Assert.Equal((6, 0), (outcome.Read, outcome.Rejected));
    }

    [Theory]
    [InlineData("Fuente: SNIES")]
    [InlineData("Fuente: SNIES 2024")]
    [InlineData("Generado el 2024-11-05")]
    [InlineData("Página 1 de 3")]
    [InlineData("Registros: 6")]
    [InlineData("6 registros")]
    [InlineData("(6 rows affected)")]
    [InlineData("Applied filters: Programa is Derecho")]
    [InlineData("\"Applied filters:\nPrograma is Derecho\nPeriodo is 2024-1\"")]
    [InlineData("Filtros aplicados: Programa = Derecho")]
    [InlineData("Ana María Pérez (Registradora)")]
    [InlineData("Firma del decano")]
    [InlineData("\n\nNotas: los datos son provisionales")]
    [InlineData("* provisional")]
    [InlineData("Fin del reporte")]
    [InlineData("© Universidad")]
    public async Task A_footer_is_skipped_and_counted_however_its_line_is_padded(string footer)
    {
        foreach (var padding in (string[])["", ",,,,,,,,,,,,,,,,,,"])
        {
            // Act
            var (outcome, report, problems) = await ScoreText.RunAsync(_scorer, string.Join('\n', [.. Plain, footer + padding]));

            // Assert
            Assert.Equal(await PlainReportAsync(), report);
            Assert.Null(problems);
            Assert.Equal(6, outcome.Read);
        }
    }

    [Theory]
    [InlineData("n=80")]
    [InlineData("Total:80")]
    [InlineData("Total_80")]
    [InlineData("Elaboró")]
    [InlineData("Firma")]
    public async Task A_label_in_the_id_column_is_not_a_student_whatever_its_cells(string id)
    {
        // Act
        var (_, report, _) = await ScoreText.RunAsync(_scorer, string.Join('\n', [.. Plain, $"{id},{Cells}"]));

        // Assert
        Assert.Equal(await PlainReportAsync(), report);
    }

    /// <summary>The plain cohort with a column beside it, whose values are cities, and one more row.</summary>
    private static string Text(Func<string, string, string> row, string last) => string.Join('\n', [
        .. Plain.Select((line, index) =>
        {
            var parts = line.Split(',', 2);
            var text = row(parts[0], parts[1]);
            return index == 0 ? text : text.Replace("Programa", "Derecho", StringComparison.Ordinal)
                .Replace("Sede", "Medellín", StringComparison.Ordinal);
        }), last]);

    private async Task<string> PlainReportAsync() => (await ScoreText.RunAsync(_scorer, string.Join('\n', Plain))).Report!;
}
