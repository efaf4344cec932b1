using System.Text.Json;
using Antivirus.Support;
using Antivirus.Training.Tests.Pages;

namespace Antivirus.Training.Tests.Commands;

public sealed class ExploreCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("datos.csv");

    private string PageFile => _folder.File("exploracion.html");

    [Theory]
    [InlineData("student-performance")]
    [InlineData("uci-697")]
    [InlineData("uci-697-enrolment")]
    public async Task Each_shipped_profile_gives_a_page_that_needs_nothing_else(string profile)
    {
        // Arrange
        Assert.Equal(0, (await Training.RunAsync("synth", "--model", profile, "--labelled", "--rows", "400", "--out", Data)).ExitCode);

        // Act
        var (exitCode, _, errors) = await Training.RunAsync("explore", "--data", Data, "--model", profile, "--out", PageFile);

        // Assert
        Assert.True(exitCode == 0, errors);
        await SelfContainedPage.CheckAsync(PageFile, "es", "Balance del objetivo", "Primeras filas", "Conteo de valores", "Correlaciones",
            "Histogramas por grupo", "Diagramas de caja por grupo", "Pares de columnas");
    }

    [Fact]
    public async Task A_file_without_a_profile_is_shown_by_a_drafted_one_and_what_it_holds_is_only_text()
    {
        // Arrange
        string[] rows = [.. Enumerable.Range(0, 60).Select(row =>
            $"E{row};{row % 7},5;{(row % 3 == 0 ? "<img src=x onerror=y>" : row % 3 == 1 ? "" : "B&B")};{(row % 4 == 0 ? "si" : "no")}")];
        await File.WriteAllLinesAsync(Data, ["id;nota;<b>sede</b>;abandono", .. rows], TestContext.Current.CancellationToken);

        // Act
        var (exitCode, output, errors) =
            await Training.RunAsync("explore", "--data", Data, "--separator", ";", "--out", PageFile, "--language", "English", "--json");

        // Assert
        Assert.True(exitCode == 0, errors);
        var html = await SelfContainedPage.CheckAsync(PageFile, "en", "First rows", "Value counts");
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.DoesNotContain("E17", html, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(output);
        var columns = json.RootElement.GetProperty("columns");
        Assert.Equal(["nota", "<b>sede</b>"], columns.EnumerateArray().Select(column => column.GetProperty("name").GetString()!));
        Assert.Equal(["number", "text"], columns.EnumerateArray().Select(column => column.GetProperty("type").GetString()!));
        Assert.Equal([0, 20], columns.EnumerateArray().Select(column => column.GetProperty("missing").GetInt32()));
    }

    [Fact]
    public async Task The_column_that_says_which_rows_are_of_one_student_is_not_shown()
    {
        var docs = RepositoryFolder.File("docs", "own-data");

        var (exitCode, _, errors) = await Training.RunAsync("explore", "--data", Path.Combine(docs, "matriculas.csv"), "--model",
            Path.Combine(docs, "perfil.json"), "--out", PageFile);

        Assert.True(exitCode == 0, errors);
        Assert.DoesNotContain("id_student", await File.ReadAllTextAsync(PageFile, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nota;abandono\n", "has a header and no rows")]
    [InlineData("", "found empty file")]
    [InlineData("nota;abandono\n1\n", "line 2: found 1 column, expected 2 columns")]
    public async Task A_file_with_nothing_to_show_is_told_so(string content, string expected)
    {
        await File.WriteAllTextAsync(Data, content, TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await Training.RunAsync("explore", "--data", Data, "--separator", ";", "--out", PageFile);

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Equal([Data], Directory.GetFiles(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
