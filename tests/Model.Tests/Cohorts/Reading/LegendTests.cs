using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Legends in rows of their own, beside the rows or in another sheet are compared with the model as others are.</summary>
public sealed class LegendTests
{
    private static readonly string[] Plain = File.ReadAllText(
        RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "cases", "00-plain.csv"))
        .ReplaceLineEndings("\n").TrimEnd().Split('\n');

    private readonly LocalRiskScorer _scorer = new(RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")));

    [Theory]
    [InlineData("a")]
    [InlineData("1 a 5 a")]
    [InlineData("sí = 1 ")]
    [InlineData("(a(1)")]
    public async Task A_note_of_twenty_thousand_characters_costs_no_time(string part)
    {
        // Arrange
        var note = string.Concat(Enumerable.Repeat(part, 20_000 / part.Length)) + "!";

        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer, $"{note}\n{string.Join('\n', Plain)}\n{note}\n")
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // Assert
        Assert.Equal(6, outcome.Scored);
    }

    [Fact]
    public async Task Codes_of_a_legend_in_rows_of_their_own_are_those_of_the_column_named_before_them()
    {
        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer, string.Join('\n', [.. Codes(Plain), "", "Internet", "1,No", "0,Sí"]));

        // Assert
        Assert.StartsWith("Internet", outcome.FileProblem!.Column, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Leyenda Internet", "0=Sí")]
    [InlineData("", "1 = No")]
    public async Task A_legend_beside_the_first_rows_refuses_the_file_where_it_states_other_codes(string name, string note)
    {
        // Arrange
        var lines = Codes(Plain).Select((line, index) => $"{line},,{(index == 0 ? name : index == 2 ? note : "")}");

        // Act
        var (outcome, _, _) = await ScoreText.RunAsync(_scorer, string.Join('\n', lines));

        // Assert
        Assert.Contains("la codificación del modelo", outcome.FileProblem?.Expected, StringComparison.Ordinal);
        Assert.Equal(3, outcome.FileProblem!.Line);
    }

    [Theory]
    [InlineData("visible", null)]
    [InlineData("hidden", null)]
    [InlineData("veryHidden", null)]
    [InlineData("visible", "Datos")]
    [InlineData("hidden", "Datos")]
    public async Task A_codebook_in_another_sheet_hidden_or_not_must_have_the_codes_of_the_model(string state, string? chosen)
    {
        foreach (var (code, isRefused) in ((string, bool)[])[("0", true), ("1", false)])
        {
            // Arrange
            var workbook = new WorkbookFile()
                .Texts("Datos", "visible", [.. Codes(Plain).Select(line => line.Split(','))])
                .Texts("Diccionario", state, ["Variable", "Código", "Significado"], ["Internet", code, "Sí"]);

            // Act
            var (outcome, _, _) = await ScoreText.RunAsync(_scorer, workbook.ToStream(), reading: new ReadingOptions { Sheet = chosen });

            // Assert
            Assert.Equal(isRefused,
                outcome.FileProblem?.Expected.Contains("la codificación del modelo", StringComparison.Ordinal) ?? false);
            Assert.Equal(isRefused ? 0 : 6, outcome.Scored);
            Assert.Equal(isRefused ? "hoja «Diccionario», fila 2: Internet 0 Sí" : null, outcome.FileProblem?.Found);
        }
    }

    /// <summary>The coded cohort with a line above its header, below its rows, and padded with separators.</summary>
    private static string[] Codes(string[] lines) => [lines[0], .. lines[1..].Select(line => string.Join(',',
        line.Split(',').Select(cell => cell switch { "F" or "GT3" or "no" => "0", "M" or "LE3" or "yes" => "1", _ => cell })))];
}
