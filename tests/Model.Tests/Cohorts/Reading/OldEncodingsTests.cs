using System.Text;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Model.Models;
using Antivirus.Model.Scoring;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Encodings, separators and numbered headers that can be known for certain; the others are refused with what to do.</summary>
public sealed class OldEncodingsTests
{
    private static readonly string[] Plain = File.ReadAllText(
        RepositoryFolder.File("tests", "Model.Tests", "Cohorts", "Reading", "cases", "00-plain.csv"))
        .ReplaceLineEndings("\n").TrimEnd().Split('\n');

    private readonly LocalRiskScorer _scorer = new(RiskModel.Load(RepositoryFolder.File("Model", "Artefacts", "student-performance")));

    [Theory]
    [InlineData("Código del estudiante", "Ingeniería", 10000, "Mac Roman")]
    [InlineData("Matrícula nº", "Educação", 10000, "Mac Roman")]
    [InlineData("Identificación", "Año", 10000, "Mac Roman")]
    [InlineData("Matrícula", "Ingeniería", 10000, "Mac Roman")]
    [InlineData("Código del estudiante", "Ingeniería", 850, "CP850")]
    [InlineData("Matrícula", "Educação", 850, "CP850")]
    [InlineData("Número de matrícula", "Niñez", 850, "CP850")]
    [InlineData("Código", "Ingeniería", 1252, "Windows-1252")]
    [InlineData("Matrícula", "O’Brien – Educación", 1252, "Windows-1252")]
    public async Task Accents_of_old_systems_are_read(string id, string programme, int codePage, string name)
    {
        // Arrange
        var text = string.Join('\n', Plain.Select((line, index) => index == 0
            ? $"Programa académico,{id},{line.Split(',', 2)[1]}" : $"{programme},{line}"));
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetBytes(text);

        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_scorer, new MemoryStream(bytes));

        // Assert
        Assert.Equal((await ScoreText.RunAsync(_scorer, string.Join('\n', Plain))).Report, report);
        Assert.Equal((name, 0), (outcome.Reading!.Encoding, outcome.Rejected));
        Assert.Contains("Programa académico", outcome.Reading.IgnoredColumns);
    }

    [Theory]
    [InlineData("Pérez–Gómez", "EST")]
    [InlineData("Perez–Gomez", "EST")]
    [InlineData("Ingeniería—Civil", "EST")]
    [InlineData("Cisco®IOS y más", "EST")]
    [InlineData("espera…FIN", "EST")]
    [InlineData("Derecho", "EST–A")]
    public async Task Typography_within_words_stays_what_it_is_in_Windows_1252(string programme, string id)
    {
        // Arrange
        string[] plain = [.. Plain.Select(line => line.Replace("EST", id, StringComparison.Ordinal))];
        var text = string.Join('\n', plain.Select((line, index) => index == 0 ? $"{line},programa" : $"{line},{programme}"));
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text);

        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_scorer, new MemoryStream(bytes));

        // Assert
        Assert.Equal((await ScoreText.RunAsync(_scorer, string.Join('\n', plain))).Report, report);
        Assert.Equal(0, outcome.Rejected);
    }

    [Fact]
    public async Task A_dash_that_may_be_a_letter_of_Mac_Roman_is_not_guessed()
    {
        // Arrange: costoñbeneficio, or costo–beneficio.
        var text = string.Join('\n', Plain.Select((line, index) => index == 0 ? $"{line},programa" : $"{line},costo–beneficio"));

        // Act
        var (outcome, _, problems) = await ScoreText.RunAsync(_scorer,
            new MemoryStream(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text)));

        // Assert
        Assert.NotNull(outcome.FileProblem);
        Assert.Contains("Guardar como > CSV UTF-8", problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accents_that_are_letters_in_no_encoding_are_refused_with_how_to_save_the_file()
    {
        // Arrange
        byte[] bytes = [.. "C"u8, 0x81, .. "digo,Matr"u8, 0xD0, .. "cula\n"u8, .. Encoding.ASCII.GetBytes(string.Join('\n', Plain))];

        // Act
        var (outcome, _, problems) = await ScoreText.RunAsync(_scorer, new MemoryStream(bytes));

        // Assert
        Assert.NotNull(outcome.FileProblem);
        Assert.Contains("Guardar como > CSV UTF-8", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('|')]
    [InlineData('^')]
    [InlineData('~')]
    [InlineData(':')]
    public async Task A_separator_is_known_by_the_names_that_it_splits(char separator)
    {
        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_scorer, string.Join('\n', Plain).Replace(',', separator));

        // Assert
        Assert.Equal((await ScoreText.RunAsync(_scorer, string.Join('\n', Plain))).Report, report);
        Assert.Equal(separator.ToString(), outcome.Reading!.Separator);
    }

    [Fact]
    public async Task Another_separator_is_refused_with_those_that_are_read()
    {
        // Act
        var (_, report, problems) = await ScoreText.RunAsync(_scorer, string.Join('\n', Plain).Replace(',', '!'));

        // Assert
        Assert.DoesNotContain("EST", report ?? "", StringComparison.Ordinal);
        Assert.Contains("punto y coma, tabulador", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}. {1}")]
    [InlineData("{0}) {1}")]
    [InlineData("{0}.- {1}")]
    [InlineData("{0}.{1}")]
    [InlineData("({0}) {1}")]
    [InlineData("{0}- {1}")]
    [InlineData("P{0}. {1}")]
    [InlineData("Q{0}: {1}")]
    public async Task The_numbers_of_a_questionnaire_are_no_part_of_its_names(string form)
    {
        // Arrange
        var header = string.Join(',', Plain[0].Split(',').Select((name, index) =>
            string.Format(System.Globalization.CultureInfo.InvariantCulture, form, index + 1, name)));

        // Act
        var (outcome, report, _) = await ScoreText.RunAsync(_scorer, string.Join('\n', [header, .. Plain[1..]]));

        // Assert
        Assert.Equal((await ScoreText.RunAsync(_scorer, string.Join('\n', Plain))).Report, report);
        Assert.Equal(0, outcome.Rejected);
    }

    [Theory]
    [InlineData("1st sem", "1st sem")]
    [InlineData("2 semestre", "2 semestre")]
    [InlineData("1.5 horas", "1.5 horas")]
    [InlineData("10. Edad", "Edad")]
    [InlineData("(3) Edad", "Edad")]
    public void Only_the_number_of_a_list_is_taken_off(string name, string expected) =>
        Assert.Equal(expected, TextFold.WithoutNumber(name));
}
