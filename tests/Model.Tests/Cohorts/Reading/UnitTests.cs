using Antivirus.Model.Cohorts;
using Antivirus.Model.Pipeline;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Units after a column's name or below it: the model's own and those that change no number are read, others refuse the
/// file.</summary>
public sealed class UnitTests
{
    [Theory]
    [InlineData("edad", "edad (meses)")]
    [InlineData("edad", "Edad [months]")]
    [InlineData("edad", "edad (en meses)")]
    [InlineData("ingreso", "ingreso (miles)")]
    [InlineData("ingreso", "Ingreso (miles de pesos)")]
    [InlineData("ingreso", "ingreso (x1000)")]
    [InlineData("ingreso", "ingreso (millones)")]
    [InlineData("ingreso", "ingreso (SMMLV)")]
    [InlineData("ausencias", "Ausencias (%)")]
    [InlineData("ausencias", "ausencias [porcentaje]")]
    [InlineData("promedio", "promedio (%)")]
    [InlineData("promedio", "promedio (0-100)")]
    [InlineData("promedio", "promedio (sobre 10)")]
    [InlineData("viaje", "viaje (minutos)")]
    [InlineData("estudio", "estudio (minutos)")]
    public async Task Another_unit_in_a_name_refuses_the_file(string column, string name)
    {
        // Act
        var outcome = await RunAsync(column, name);

        // Assert
        Assert.StartsWith(name, outcome.FileProblem?.Column, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edad", "edad (años)")]
    [InlineData("edad", "age (years)")]
    [InlineData("ingreso", "ingreso (pesos)")]
    [InlineData("ingreso", "ingreso ($)")]
    [InlineData("ausencias", "ausencias (horas)")]
    [InlineData("ausencias", "ausencias (últimos 3 meses)")]
    [InlineData("asistencia", "asistencia (%)")]
    [InlineData("promedio", "promedio (0-5)")]
    [InlineData("estudio", "estudio (horas)")]
    [InlineData("deuda", "deuda (miles)")]
    public async Task The_own_unit_or_one_that_changes_no_number_is_read(string column, string name)
    {
        // Act
        var outcome = await RunAsync(column, name);

        // Assert
        Assert.Null(outcome.FileProblem);
        Assert.Equal((3, 0), (outcome.Scored, outcome.Rejected));
    }

    [Theory]
    [InlineData("meses", false)]
    [InlineData("años", true)]
    public async Task A_line_of_units_below_the_header_is_compared_as_well(string unit, bool isRead)
    {
        // Act
        var outcome = await RunAsync("edad", "edad", $",{unit},,,,,,,\n");

        // Assert
        Assert.Equal(isRead, outcome.FileProblem is null);
    }

    private static async Task<CohortOutcome> RunAsync(string column, string name, string units = "")
    {
        var schema = new StudentSchema
        {
            Features =
            [
                Number("edad", 10, 60) with { Aliases = ["age"] },
                Number("ingreso", 0, 50_000_000),
                Number("ausencias", 0, 200),
                Number("promedio", 0, 5),
                Number("viaje", 1, 4) with { LabelEs = "Tiempo de viaje (1 a 4)" },
                Number("estudio", 0, 80) with { LabelEs = "Estudio (horas)" },
                Number("asistencia", 0, 100),
                Number("deuda", 0, 10_000) with { LabelEs = "Deuda (miles)" },
            ],
        };
        var header = schema.Features.Select(feature => feature.Name == column ? name : feature.Name);
        var rows = Enumerable.Range(1, 3).Select(row => $"E{row},{20 + row},{row}000,{row},{row},2,{row},{90 + row},{row}\n");
        return (await ScoreText.RunAsync(new RecordedScorer(schema, 0.2, 0.2, 0.2),
            $"id,{string.Join(',', header)}\n{units}{string.Concat(rows)}")).Outcome;
    }

    private static Feature Number(string name, double least, double most) => new()
    {
        Name = name,
        Kind = FeatureKind.Number,
        Minimum = least,
        Maximum = most,
        LabelEs = name,
        LabelEn = name,
    };
}
