using System.Text.Json;

namespace Antivirus.Training.Tests.Commands;

/// <summary>Words of a category that no profile lists, in the term trained on and in the one tested.</summary>
public sealed class UnlistedWordsTests : TermFiles
{
    [Fact]
    public async Task Evaluate_takes_the_profile_of_the_artefact_and_scores_words_that_no_profile_lists()
    {
        // Arrange
        await WriteAsync();
        Assert.Equal(0, (await TrainAsync("--test-period", "2014-1")).ExitCode);
        await ReplaceAsync(Data, "Artes", "Bioingeniería");
        File.Delete(Folder.File("perfil.json"));

        // Act
        var (exitCode, output, errors) = await Training.RunAsync("evaluate", "--model", Artefact, "--data", Data, "--json");

        // Assert
        Assert.True(exitCode == 0, errors);
        Assert.Equal(100, JsonDocument.Parse(output).RootElement.GetProperty("newWords").GetProperty("programa").GetInt32());
    }

    [Fact]
    public async Task Encode_with_a_model_keeps_words_that_no_profile_lists_and_scores_alike()
    {
        // Arrange
        await WriteAsync();
        await ReplaceAsync(Data, "Artes", "\"Diseño, Gráfico\"");
        Assert.Equal(0, (await TrainAsync("--test-period", "2014-1")).ExitCode);
        var (cohort, raw, encoded) = (Folder.File("cohorte.csv"), Folder.File("a.csv"), Folder.File("b.csv"));

        // Act
        var encode = await Training.RunAsync("encode", "--data", Data, "--model", Artefact, "--out", cohort);

        // Assert
        Assert.True(encode.ExitCode == 0, encode.Errors);
        Assert.Equal(0, (await Training.RunAsync("predict", "--model", Artefact, "--in", Data, "--out", raw)).ExitCode);
        Assert.Equal(0, (await Training.RunAsync("predict", "--model", Artefact, "--in", cohort, "--out", encoded)).ExitCode);
        Assert.Equal(await File.ReadAllTextAsync(raw, Cancellation), await File.ReadAllTextAsync(encoded, Cancellation));
    }

    [Fact]
    public async Task A_word_of_the_tested_term_that_the_profile_does_not_list_is_scored_as_new()
    {
        // Arrange
        await WriteAsync();
        await ReplaceAsync(Data, "Artes", "Bioingeniería");

        // Act
        var (exitCode, output, errors) = await TrainAsync("--test-period", "2014-1");

        // Assert
        Assert.True(exitCode == 0, errors);
        Assert.Contains("50 with new words", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_of_the_terms_trained_on_that_the_profile_does_not_list_is_refused()
    {
        // Arrange
        await WriteAsync();
        await ReplaceAsync(Data, "Medicina", "Bioingeniería");

        // Act
        var (exitCode, _, errors) = await TrainAsync("--test-period", "2014-1");

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("column programa: found 'Bioingeniería', expected", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_category_without_words_is_refused_with_what_the_profile_lacks()
    {
        // Arrange
        await WriteAsync();
        await File.WriteAllTextAsync(Folder.File("perfil.json"), Profile[..Profile.IndexOf(",\n      \"words\"", StringComparison.Ordinal)]
            + Profile[(Profile.IndexOf("3 }]", StringComparison.Ordinal) + 4)..], Cancellation);

        // Act
        var (exitCode, _, errors) = await TrainAsync();

        // Assert
        Assert.Equal(1, exitCode);
        Assert.Contains("Give the column its \"words\" in the profile", errors, StringComparison.Ordinal);
    }
}
