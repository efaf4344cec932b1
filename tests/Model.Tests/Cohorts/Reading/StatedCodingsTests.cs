using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>What a file says about its codes, in the header or beside it: the model's own, or the file is refused with the
/// column.</summary>
public sealed class StatedCodingsTests
{
    private static readonly string[] Plain = File.ReadAllText(
        RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "cases", "00-plain.csv"))
        .ReplaceLineEndings("\n").TrimEnd().Split('\n');

    private readonly LocalRiskScorer _scorer = new(RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")));

    [Theory]
    [InlineData("Internet", "¿Internet? (sí=no tiene)")]
    [InlineData("Internet", "Internet (0=sí, 1=no)")]
    [InlineData("Internet", "Internet [0: sí; 1: no]")]
    [InlineData("Internet", "Internet (1 = sí 2 = no)")]
    [InlineData("Internet", "Internet (1 Sí / 2 No)")]
    [InlineData("Internet", "Internet (Sí=1 No=2)")]
    [InlineData("Internet", "Internet (Sí: 0, No: 1)")]
    [InlineData("Internet", "Internet (no tiene)")]
    [InlineData("Internet", "Internet (sin acceso)")]
    [InlineData("Internet", "(1=no) Internet")]
    [InlineData("Internet", "Internet (1 → no, 0 → sí)")]
    [InlineData("Internet", "Internet (1=yes, 2=no)")]
    [InlineData("Internet", "Internet (1=não, 0=sim)")]
    [InlineData("Internet", "Internet (escala invertida)")]
    [InlineData("Internet", "Internet (1/2)")]
    [InlineData("Paid", "Clases particulares (1: no toma; 0: toma)")]
    [InlineData("Sex", "Sexo (1=mujer, 0=hombre)")]
    [InlineData("Sex", "Sexo (1=M, 2=F)")]
    [InlineData("Sex", "Sexo (0-Masculino, 1-Femenino)")]
    [InlineData("Sex", "Sex (1 female; 0 male)")]
    [InlineData("Sex", "Sexo (M=Mujer, H=Hombre)")]
    [InlineData("Sex", "Sexo (H/M)")]
    [InlineData("Sex", "Sexo (F)")]
    [InlineData("Sex", "Sexo [mujer]")]
    [InlineData("Famsize", "Famsize (0=LE3, 1=GT3)")]
    [InlineData("Famsize", "Famsize (0 3 o menos - 1 más de 3)")]
    [InlineData("Famsize", "Famsize (2.LE3 1.GT3)")]
    [InlineData("Higher", "Higher (código 1 = no y código 0 = sí)")]
    [InlineData("Walc", "Walc (reverse-coded)")]
    [InlineData("Walc", "Walc (1=muy alto, 5=muy bajo)")]
    [InlineData("health", "Salud (5 = muy mala … 1 = muy buena)")]
    [InlineData("health", "health (1: very good, 5: very bad)")]
    [InlineData("health", "Salud (al revés)")]
    [InlineData("health", "Salud (1 a 10)")]
    [InlineData("health", "Salud (5 a 1)")]
    [InlineData("health", "Salud (sobre 10)")]
    [InlineData("Medu", "Medu (0=primaria, 1=secundaria)")]
    [InlineData("absences", "Ausencias (0 = no se registró)")]
    public async Task A_name_that_states_other_codes_or_none_to_compare_refuses_the_file(string column, string name)
    {
        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer, WithName(column, name));

        // Assert
        Assert.StartsWith(name, outcome.FileProblem?.Column, StringComparison.Ordinal);
        Assert.Contains("la codificación del modelo", outcome.FileProblem!.Expected, StringComparison.Ordinal);
        Assert.Equal(1, outcome.FileProblem.Line);
    }

    [Theory]
    [InlineData("Internet", "Internet (1=sí, 0=no)")]
    [InlineData("Internet", "¿Internet? (sí = tiene, no = no tiene)")]
    [InlineData("Internet", "Internet (0: no; 1: sí)")]
    [InlineData("Internet", "Internet (Sí/No)")]
    [InlineData("Internet", "Internet (S/N)")]
    [InlineData("Internet", "Internet (0/1)")]
    [InlineData("Internet", "Internet (yes=1 no=0)")]
    [InlineData("Internet", "Internet (opcional)")]
    [InlineData("Internet", "Internet (no obligatorio)")]
    [InlineData("Internet", "Internet (1=tiene internet, 0=sin internet)")]
    [InlineData("Internet", "Internet (9=no responde, 1=sí, 0=no)")]
    [InlineData("Sex", "Sexo (1=hombre, 0=mujer)")]
    [InlineData("Sex", "Sexo (M = Masculino, F = Femenino)")]
    [InlineData("Sex", "Sexo (M/F)")]
    [InlineData("Sex", "Sex (0-female, 1-male)")]
    [InlineData("Famsize", "Famsize (LE3 = 3 o menos)")]
    [InlineData("age", "Edad (años)")]
    [InlineData("age", "age (2022)")]
    [InlineData("age", "Edad (18 a 25)")]
    [InlineData("absences", "Ausencias (h/semana)")]
    [InlineData("absences", "Ausencias (1 crédito = 48 h)")]
    [InlineData("absences", "Ausencias (últimos 3 meses)")]
    [InlineData("absences", "Ausencias (999 = sin dato)")]
    [InlineData("absences", "Ausencias (>= 0)")]
    [InlineData("absences", "Ausencias (ej: 12)")]
    [InlineData("absences", "Ausencias (corte: 2024-1)")]
    [InlineData("health", "Salud (1-5)")]
    [InlineData("health", "Salud (1 = muy mala, 3 = regular, 5 = muy buena)")]
    [InlineData("Walc", "Walc (1=very low 5=very high)")]
    [InlineData("Walc", "Walc [1: nunca, 5: siempre]")]
    [InlineData("studytime", "studytime (de 1 a 4)")]
    [InlineData("Walc", "Walc (pesos)")]
    public async Task A_name_with_the_codes_of_the_model_or_a_unit_is_read(string column, string name)
    {
        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_scorer, WithName(column, name));

        // Assert
        Assert.Null(outcome.FileProblem);
        Assert.Equal((await ScoreText.RunAsync(_scorer, string.Join('\n', Plain))).Report, report);
    }

    [Theory]
    [InlineData("Internet: 1 = no, 0 = sí")]
    [InlineData("Nota: en Internet 1 significa no: 1=no")]
    [InlineData("Internet;Paid: 1 no, 0 sí")]
    [InlineData("1 = Femenino")]
    [InlineData("1: mujer / 0: hombre")]
    [InlineData("Convenciones: 0 = Sí; 1 = No")]
    [InlineData("Femenino (1) Masculino (0)")]
    [InlineData("(1) Femenino (0) Masculino")]
    [InlineData("Internet: (0) Sí (1) No")]
    [InlineData("Sí se codifica como 0 y No como 1")]
    [InlineData("Legend: 1 means no, 0 means yes")]
    [InlineData("Walc: 1 = muy alto; 5 = muy bajo")]
    [InlineData("La columna Walc va al revés")]
    [InlineData("Nota: la columna Walc va al revés (1 = mucho)")]
    public async Task A_legend_of_other_codes_refuses_the_file_wherever_it_stands(string legend)
    {
        foreach (var (lines, line) in Around($"\"{legend}\""))
        {
            // Act
            var (outcome, _, _) = await ScoreText.RunAsync(_scorer, lines);

            // Assert
            Assert.Contains("la codificación del modelo", outcome.FileProblem?.Expected ?? lines, StringComparison.Ordinal);
            Assert.Equal(line, outcome.FileProblem!.Line);
            Assert.Equal(legend, outcome.FileProblem.Found);
        }
    }

    [Theory]
    [InlineData("Internet: 1 = sí, 0 = no")]
    [InlineData("0 = Femenino")]
    [InlineData("Convenciones: 1 = Sí; 0 = No")]
    [InlineData("Nota: los datos son del corte 2024-1")]
    [InlineData("Sexo: 3 mujeres, 3 hombres")]
    [InlineData("Filtros: Sexo = F; Internet = sí")]
    [InlineData("Trabaja: 1 = no, 0 = sí")]
    [InlineData("Edad promedio = 17")]
    [InlineData("n = 6")]
    [InlineData("Fecha: 12/03/2024 10:20")]
    [InlineData(">>>>>>> = <<<")]
    [InlineData("=")]
    [InlineData(":::")]
    [InlineData("==:= (=) 1=")]
    [InlineData("Walc: 1 = nunca, 5 = siempre")]
    public async Task A_legend_of_the_models_codes_or_of_another_column_is_skipped(string legend)
    {
        // Arrange
        var plain = (await ScoreText.RunAsync(_scorer, WithColumn(Codes(Plain), "Trabaja", "1"))).Report;

        foreach (var (lines, _) in Around($"\"{legend}\"", "Trabaja"))
        {
            // Act
            var (outcome, report, _) = await ScoreText.RunAsync(_scorer, lines);

            // Assert
            Assert.Null(outcome.FileProblem);
            Assert.Equal(plain, report);
        }
    }

    [Theory]
    [InlineData("Sex", "1=mujer 0=hombre")]
    [InlineData("Internet", "1=sí 2=no")]
    [InlineData("Internet", "1=no")]
    [InlineData("health", "1 a 10")]
    public async Task A_line_of_units_with_other_codes_refuses_the_file(string column, string note)
    {
        // Arrange
        var index = Array.IndexOf(Plain[0].Split(','), column);
        var units = string.Join(',', Plain[0].Split(',').Select((_, cell) => cell == index ? note : cell == 1 ? "años" : ""));

        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer, string.Join('\n', [Plain[0], units, .. Plain[1..]]));

        // Assert
        Assert.Equal((2, note), (outcome.FileProblem!.Line, outcome.FileProblem.Found));
        Assert.StartsWith(column, outcome.FileProblem.Column, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_header_that_states_other_codes_refuses_the_file()
    {
        // Arrange
        var header = Plain[0].Replace("Sex", "Sexo (1=mujer 0=hombre)", StringComparison.Ordinal);

        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer, string.Join('\n', [.. Plain[..4], header, .. Plain[4..]]));

        // Assert
        Assert.Equal(5, outcome.FileProblem!.Line);
    }

    /// <summary>The coded cohort with a line above its header, below its rows, and padded with separators.</summary>
    private static IEnumerable<(string Lines, long Line)> Around(string legend, string? extra = null)
    {
        var coded = extra is null ? Codes(Plain) : WithColumn(Codes(Plain), extra, "1").Split('\n');
        yield return (string.Join('\n', [legend, .. coded]), 1);
        yield return (string.Join('\n', ["Reporte", "", legend, .. coded]), 3);
        yield return (string.Join('\n', [.. coded, legend]), coded.Length + 1);
        yield return (string.Join('\n', [.. coded, "", legend + new string(',', coded[0].Count(mark => mark == ','))]), coded.Length + 2);
    }

    /// <summary>The plain cohort in the model's codes.</summary>
    private static string[] Codes(string[] lines) => [lines[0], .. lines[1..].Select(line => string.Join(',',
        line.Split(',').Select(cell => cell switch { "F" or "GT3" or "no" => "0", "M" or "LE3" or "yes" => "1", _ => cell })))];

    private static string WithColumn(string[] lines, string name, string cell) =>
        string.Join('\n', lines.Select((line, index) => $"{line},{(index == 0 ? name : cell)}"));

    private static string WithName(string column, string name) => string.Join('\n',
    [
        string.Join(',', Plain[0].Split(',').Select(cell => cell == column ? $"\"{name}\"" : cell)), .. Plain[1..],
    ]);
}
