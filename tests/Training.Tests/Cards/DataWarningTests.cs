using System.Net;
using Antivirus.Support;
using Antivirus.Training.Tests.Profiles;

namespace Antivirus.Training.Tests.Cards;

/// <summary>What looks wrong with the data is said in the console, on the card and in the report.</summary>
public sealed class DataWarningTests : IDisposable
{
    private const int Rows = 240;
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("a number", "puntaje_tutoria")]
    [InlineData("a word", "motivo")]
    [InlineData("a cell that only one group has", "ciclo_marcado")]
    public async Task A_column_that_knows_the_outcome_is_named_everywhere(string kind, string column)
    {
        // Arrange
        string Leak(int row) => (kind, LeavesAt(row)) switch
        {
            ("a number", true) => $"{row % 5}",
            ("a number", false) => $"{10 + (row % 5)}",
            ("a word", true) => row % 2 == 0 ? "traslado" : "trabajo",
            ("a word", false) => row % 2 == 0 ? "sigue" : "otro",
            (_, true) => $"{row % 9}",
            _ => "",
        };
        var file = await WriteAsync($"id,creditos,{column},abandono", row =>
            $"E{row},{row * 31 % 17},{Leak(row)},{(LeavesAt(row) ? "Sí" : "No")}");

        // Act
        var (exitCode, _, errors) = await file.TrainAsync();

        // Assert
        Assert.True(exitCode == 0, errors);
        var card = await File.ReadAllTextAsync(Path.Combine(file.ArtefactPath, "MODEL_CARD.md"), TestContext.Current.CancellationToken);
        var report = WebUtility.HtmlDecode(await File.ReadAllTextAsync(Path.Combine(file.ArtefactPath, "report.html"),
            TestContext.Current.CancellationToken));
        Assert.All([errors, card], text =>
            Assert.Contains($"Column {column} alone tells the students apart with an AUC of 1.000", text, StringComparison.Ordinal));
        Assert.All([errors, card], text => Assert.Contains("which is too good to be true", text, StringComparison.Ordinal));
        Assert.Contains($"La columna {column} sola separa a los estudiantes con un AUC de 1,000", report, StringComparison.Ordinal);
        Assert.DoesNotContain("creditos alone", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_without_a_group_where_ids_repeat_is_warned_of()
    {
        // Arrange
        var file = await WriteAsync("codigo,creditos,abandono", row =>
            $"{5000 + (row / 2)},{row * 31 % 17},{(LeavesAt(row / 2) ? "Sí" : "No")}");
        var draft = file.ReadDraft();
        draft["id"] = "codigo";
        draft.Remove("group");
        file.WriteDraft(draft);

        // Act
        var (exitCode, _, errors) = await file.TrainAsync();

        // Assert
        Assert.True(exitCode == 0, errors);
        Assert.Contains("Column codigo repeats students (120 rows too many)", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ordinary_data_is_not_warned_of()
    {
        var file = LabelledFile.Golden(_folder, "00-plain.csv");
        Assert.Equal(0, (await file.DraftAsync("abandono")).ExitCode);

        Assert.DoesNotContain("Warning", (await file.TrainAsync()).Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static bool LeavesAt(int row) => row * 7 % 10 < 3;

    private async Task<LabelledFile> WriteAsync(string header, Func<int, string> row)
    {
        var path = _folder.File("datos.csv");
        await File.WriteAllLinesAsync(path, [header, .. Enumerable.Range(0, Rows).Select(row)], TestContext.Current.CancellationToken);
        var file = new LabelledFile(_folder, path);
        var (exitCode, _, errors) = await file.DraftAsync("abandono");
        Assert.True(exitCode == 0, errors);
        return file;
    }
}
