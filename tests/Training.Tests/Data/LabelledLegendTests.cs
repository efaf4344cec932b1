using Antivirus.Model.Cohorts;
using Antivirus.Support;
using Antivirus.Training.Data;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Tests.Data;

/// <summary>Legends and codebooks of labelled files: what contradicts the profile's codes refuses the file, what agrees does
/// not.</summary>
public sealed class LabelledLegendTests : IDisposable
{
    private const string Header = "id,internet,sexo,estado,notas,abandono";
    private static readonly string[] Rows =
        [.. Enumerable.Range(0, 12)
            .Select(index => $"E{index:000},{index % 2},{index / 2 % 2},{(index % 3) + 1},,{(index % 4 == 0 ? "Sí" : "No")}")];

    private static readonly Profile Profile = new()
    {
        Name = "legend",
        Id = "id",
        Target = new Target { Column = "abandono", AtRisk = ["Sí"], NotAtRisk = ["No"], MeaningEs = "abandonar", MeaningEn = "leaving" },
        Columns =
        [
            Column("internet", FeatureKind.Binary),
            Column("sexo", FeatureKind.Binary) with { Words = [new CategoryWord("F", 0), new CategoryWord("M", 1)] },
            Column("estado", FeatureKind.Integer) with { Minimum = 1, Maximum = 3 },
        ],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Internet: 0 = sí, 1 = no", "line 1, column internet")]
    [InlineData("Sexo: 1=F 0=M", "line 1, column sexo")]
    [InlineData("sexo (1 mujer; 0 hombre)", "line 1, column sexo")]
    public async Task A_legend_above_the_header_that_contradicts_the_profile_is_refused(string legend, string expected)
    {
        // Act
        var refused = await Assert.ThrowsAsync<TrainingException>(() => ReadAsync([legend, Header, .. Rows]));

        // Assert
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Contains("expected the model's coding", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_legend_below_the_rows_or_beside_them_is_compared_too()
    {
        // Arrange
        string[] below = [Header, .. Rows, "Internet: 0 = sí,,,,,"];
        string[] beside = [Header, Rows[0].Replace(",,", ",\"sexo: 0=M, 1=F\",", StringComparison.Ordinal), .. Rows[1..]];

        // Act
        var first = await Assert.ThrowsAsync<TrainingException>(() => ReadAsync(below));
        var second = await Assert.ThrowsAsync<TrainingException>(() => ReadAsync(beside));

        // Assert
        Assert.Contains("line 14, column internet", first.Message, StringComparison.Ordinal);
        Assert.Contains("line 2, column sexo", second.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("visible", null)]
    [InlineData("hidden", null)]
    [InlineData("visible", "Datos")]
    public async Task A_codebook_in_another_sheet_is_compared(string state, string? sheet)
    {
        // Arrange
        var path = _folder.File("datos.xlsx");
        var workbook = new WorkbookFile()
            .Texts("Datos", "visible", [.. ((string[])[Header, .. Rows]).Select(line => line.Split(','))])
            .Texts("Diccionario", state, ["Variable", "Código", "Significado"], ["internet", "0", "Sí"], ["internet", "1", "No"]);
        await File.WriteAllBytesAsync(path, workbook.ToStream().ToArray(), TestContext.Current.CancellationToken);

        // Act
        var refused = await Assert.ThrowsAsync<TrainingException>(() => ReadAsync(path, sheet));

        // Assert
        Assert.Contains("sheet \"Diccionario\", row 2", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Internet: 1 = sí, 0 = no")]
    [InlineData("Sexo: 0 = mujer, 1 = hombre")]
    [InlineData("Estado: 1 = soltero, 2 = casado, 3 = viudo")]
    [InlineData("Estudiantes de 2024, 12 registros")]
    public async Task A_legend_that_agrees_or_that_nobody_can_compare_is_read(string legend)
    {
        // Act
        var set = await ReadAsync([legend, Header, .. Rows]);

        // Assert
        Assert.Equal(12, set.Count);
    }

    private static ProfileColumn Column(string name, FeatureKind kind) =>
        new() { Name = name, Kind = kind, LabelEs = name, LabelEn = name };

    private async Task<TrainingSet> ReadAsync(string[] lines)
    {
        var path = _folder.File("datos.csv");
        await File.WriteAllLinesAsync(path, lines, TestContext.Current.CancellationToken);
        return await ReadAsync(path, sheet: null);
    }

    private static Task<TrainingSet> ReadAsync(string path, string? sheet) =>
        TrainingSetReader.ReadAsync(path, Profile, forTraining: false, sheet, TestContext.Current.CancellationToken);
}
