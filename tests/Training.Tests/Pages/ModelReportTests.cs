using System.Net;
using Antivirus.Support;

namespace Antivirus.Training.Tests.Pages;

public sealed class ModelReportTests(NotebookTrainings trainings) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_report_of_the_notebooks_data_is_complete_and_the_same_for_the_same_training()
    {
        // Act
        var (first, second) = await trainings.ArtefactsAsync();

        // Assert
        var html = await SelfContainedPage.CheckAsync(
            Path.Combine(first, "report.html"), "es", "¿Qué tan bueno es?", "Curva ROC", "Precisión y recall", "Fiabilidad",
                "Con el umbral de este modelo",
                "Si se puede llamar a N estudiantes", "En qué se fija", "Probabilidad media según el valor", "¿Para quién funciona?",
                "Para qué es, y para qué no", "CC BY 4.0");
        Assert.Equal(WithoutDate(html), WithoutDate(await ReadAsync(second)));
    }

    [Fact]
    public async Task Groups_are_named_by_their_labels_and_those_of_few_students_are_marked()
    {
        var html = WebUtility.HtmlDecode(await ReadAsync((await trainings.ArtefactsAsync()).First));

        Assert.Contains("\">Sexo: mujer</th><td>202</td>", html, StringComparison.Ordinal);
        Assert.Contains("\">⚠ Edad: 15</th><td>79</td>", html, StringComparison.Ordinal);
        Assert.Contains("⚠ Menos de 100 estudiantes", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_speaks_English_where_asked()
    {
        var (exitCode, _, errors) =
            await Training.RunAsync("train", "--data", RepositoryFolder.StudentData, "--model", "student-performance",
            "--out", _folder.File("a"), "--language", "English");

        Assert.True(exitCode == 0, errors);
        await SelfContainedPage.CheckAsync(Path.Combine(_folder.File("a"), "report.html"), "en", "How good is it?", "ROC curve",
            "For whom does it work?", "Sex: female");
    }

    public void Dispose() => _folder.Dispose();

    private static Task<string> ReadAsync(string artefact) =>
        File.ReadAllTextAsync(Path.Combine(artefact, "report.html"), TestContext.Current.CancellationToken);

    private static string WithoutDate(string html) => System.Text.RegularExpressions.Regex.Replace(html, @"\d{4}-\d{2}-\d{2}", "");
}
