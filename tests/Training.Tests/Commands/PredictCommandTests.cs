using System.IO.Compression;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Support;

namespace Antivirus.Training.Tests.Commands;

public sealed class PredictCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Sample => RepositoryFolder.File("samples", "univalle", "cohorte-ejemplo.csv");

    private string Report => _folder.File("report.csv");

    [Fact]
    public async Task The_committed_sample_is_what_synth_makes()
    {
        Assert.Equal(0, (await Training.RunAsync("synth", "--rows", "200", "--seed", "1", "--out", _folder.File("s.csv"))).ExitCode);

        Assert.Equal(await File.ReadAllBytesAsync(Sample, TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(_folder.File("s.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Both_column_sets_give_the_same_labels()
    {
        var full = await PredictAsync(Sample);
        var original = await PredictAsync(Sample, "--columns", "original");

        Assert.StartsWith("Id_estudiantes,Prediccion,Probabilidad,Factores\r\n", full, StringComparison.Ordinal);
        Assert.Equal(full.Split("\r\n").Select(line => string.Join(',', line.Split(',').Take(2))), original.Split("\r\n"));
    }

    [Fact]
    public async Task Rejected_rows_lie_beside_the_report_and_go_with_the_next_good_file()
    {
        // Arrange
        var bad = _folder.File("mala.csv");
        await File.WriteAllTextAsync(bad, await File.ReadAllTextAsync(Sample, TestContext.Current.CancellationToken) + "E9,x\n",
            TestContext.Current.CancellationToken);

        // Act
        await PredictAsync(bad);
        var problems = await File.ReadAllTextAsync(_folder.File("errores_report.csv"), TestContext.Current.CancellationToken);
        await PredictAsync(Sample);

        // Assert
        Assert.Equal("Linea,Columna,Encontrado,Esperado\r\n201,,2 columnas,19 columnas\r\n", problems);
        Assert.False(File.Exists(_folder.File("errores_report.csv")));
    }

    [Fact]
    public async Task A_workbook_goes_in_and_a_workbook_with_the_rejected_rows_comes_out()
    {
        // Arrange
        var rows = (await File.ReadAllLinesAsync(Sample, TestContext.Current.CancellationToken)).Take(20).Append("E9,x")
            .Select(line => line.Split(',')).ToArray();
        var workbook = new WorkbookFile().Texts("Otra", "visible", [.. rows[..5]]).Texts("Datos", "visible", rows);
        await File.WriteAllBytesAsync(_folder.File("cohorte.xlsx"), workbook.ToStream().ToArray(), TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(_folder.File("cohorte.csv"), rows.Select(row => string.Join(',', row)),
            TestContext.Current.CancellationToken);
        var plain = await PredictAsync(_folder.File("cohorte.csv"));

        // Act
        var (exitCode, output, errors) = await Training.RunAsync(
            "predict", "--model", Artefact, "--in", _folder.File("cohorte.xlsx"), "--sheet", "Datos", "--out",
                _folder.File("informe.xlsx"));

        // Assert
        Assert.True(exitCode == 0, errors);
        Assert.Contains("evaluadas: 20,", output, StringComparison.Ordinal);
        Assert.StartsWith("Linea,", await File.ReadAllTextAsync(_folder.File("errores_informe.csv"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(
            plain.TrimEnd().Split("\r\n").Skip(1).Select(line => string.Join(',', line.Split(',').Take(2))),
            (await RowsAsync(_folder.File("informe.xlsx"), "Reporte")).Select(cells => string.Join(',', cells.Take(2))));
        Assert.Equal("21", Assert.Single(await RowsAsync(_folder.File("informe.xlsx"), "Filas rechazadas"))[0]);
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_template_is_a_workbook_with_the_columns_of_the_model()
    {
        // Act
        var (exitCode, _, errors) = await Training.RunAsync("template", "--model", Artefact, "--out", _folder.File("plantilla.xlsx"));
        var (wrong, _, _) = await Training.RunAsync("template", "--model", Artefact, "--out", _folder.File("plantilla.csv"));

        // Assert
        Assert.True(exitCode == 0, errors);
        Assert.Equal(2, wrong);
        Assert.StartsWith("PK", await File.ReadAllTextAsync(_folder.File("plantilla.xlsx"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_usable_row_ends_with_1_and_says_where_to_look()
    {
        await File.WriteAllTextAsync(_folder.File("vacia.csv"), "", TestContext.Current.CancellationToken);

        var (exitCode, _, errors) =
            await Training.RunAsync("predict", "--model", Artefact, "--in", _folder.File("vacia.csv"), "--out", Report);

        Assert.Equal(1, exitCode);
        Assert.Contains("errores_report.csv", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Report));
    }

    [Fact]
    public async Task A_compressed_file_that_breaks_off_leaves_no_report()
    {
        // Arrange
        Assert.Equal(0, (await Training.RunAsync("synth", "--rows", "20000", "--seed", "1", "--out", _folder.File("s.csv"))).ExitCode);
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(await File.ReadAllBytesAsync(_folder.File("s.csv"), TestContext.Current.CancellationToken),
                TestContext.Current.CancellationToken);
        }

        await File.WriteAllBytesAsync(_folder.File("s.csv.gz"), packed.ToArray()[..^1000], TestContext.Current.CancellationToken);

        // Act
        var (exitCode, _, _) = await Training.RunAsync("predict", "--model", Artefact, "--in", _folder.File("s.csv.gz"), "--out", Report);

        // Assert
        Assert.Equal(1, exitCode);
        Assert.False(File.Exists(Report));
        Assert.Contains(".gz dañado", await File.ReadAllTextAsync(_folder.File("errores_report.csv"),
            TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.File("."), "*.tmp"));
    }

    [Theory]
    [InlineData("model.json")]
    [InlineData("trees.bin")]
    public async Task A_damaged_artefact_is_named_and_scores_nobody(string file)
    {
        // Arrange
        var damaged = Directory.CreateDirectory(_folder.File("modelo")).FullName;
        foreach (var each in Directory.GetFiles(Artefact))
        {
            File.Copy(each, Path.Combine(damaged, Path.GetFileName(each)));
        }

        var bytes = await File.ReadAllBytesAsync(Path.Combine(damaged, file), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(damaged, file), bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);

        // Act
        var (exitCode, _, errors) = await Training.RunAsync("predict", "--model", damaged, "--in", Sample, "--out", Report);

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains(file, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Report));
    }

    public void Dispose() => _folder.Dispose();

    private static string Artefact => RepositoryFolder.File("Model", "Artefacts", "student-performance");

    private static async Task<List<string[]>> RowsAsync(string workbook, string sheet)
    {
        await using var file = File.OpenRead(workbook);
        await using var table = await TableReader.OpenAsync(file, new TableOptions { Sheet = sheet },
            TestContext.Current.CancellationToken);
        return await table.ReadAsync(TestContext.Current.CancellationToken).Select(row => row.Cells)
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> PredictAsync(string cohort, params string[] more)
    {
        var (exitCode, _, errors) = await Training.RunAsync(["predict", "--model", Artefact, "--in", cohort, "--out", Report, .. more]);
        Assert.True(exitCode == 0, errors);
        return await File.ReadAllTextAsync(Report, TestContext.Current.CancellationToken);
    }
}
