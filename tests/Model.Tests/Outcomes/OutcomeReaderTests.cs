using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Antivirus.Model.Outcomes;

namespace Antivirus.Model.Tests.Outcomes;

public sealed class OutcomeReaderTests
{
    private static readonly OutcomeOptions Options =
        new(new TargetWords("resultado", ["Desertó"], ["Graduado", "Activo"], ["Trasladado"]), StudentSchema.DefaultIdNames);

    [Theory]
    [InlineData("id,resultado\nA1,Desertó\nB2,Graduado\n")]
    [InlineData("Estado al cierre;codigo\nDESERTO;A1\nactivo;B2\n")]
    [InlineData("Cierre 2024\nid\tnombre\tresultado\nA1\tAna\tdesertó\nB2\tBeto\tGRADUADO\n")]
    public async Task Words_are_read_whatever_their_case_accents_column_order_and_separator(string file)
    {
        // Act
        var labels = await ReadAsync(file);

        // Assert
        Assert.Equal(new Dictionary<string, bool> { ["A1"] = true, ["B2"] = false }, labels.ByStudent.OrderBy(label => label.Key));
    }

    [Fact]
    public async Task A_student_who_stands_twice_counts_once_and_one_with_two_outcomes_never()
    {
        // Act
        var labels = await ReadAsync("id,resultado\nA1,Desertó\nA1,Desertó\nB2,Graduado\nB2,Desertó\nC3,\nD4,Trasladado\n");

        // Assert
        Assert.Equal(["A1"], labels.ByStudent.Keys);
        Assert.Equal((1, 1, 2), (labels.Counts.Repeated, labels.Counts.Contradicting, labels.Counts.WithoutOutcome));
        Assert.Equal([5L], labels.Counts.ContradictingLines);
    }

    [Fact]
    public async Task A_file_in_which_every_student_has_two_outcomes_is_refused_with_the_first_line()
    {
        // Act
        var refused = await Assert.ThrowsAsync<CohortFormatException>(() => ReadAsync("id,resultado\nA1,Desertó\nA1,Graduado\nB2,\n"));

        // Assert
        Assert.Equal((3L, "resultado"), (refused.Problem.Line, refused.Problem.Column));
        Assert.Contains("línea anterior del mismo estudiante", refused.Problem.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_the_profile_does_not_name_is_refused_with_its_line_and_what_may_stand_there()
    {
        // Act
        var refused = await Assert.ThrowsAsync<CohortFormatException>(() =>
            ReadAsync("id,resultado\nA1,Desertó\nB2,Aplazado\nC3,Aplazado\n"));

        // Assert
        Assert.Equal((3L, "resultado", "«Aplazado» (2)"), (refused.Problem.Line, refused.Problem.Column, refused.Problem.Found));
        Assert.Contains("Desertó, Graduado, Activo, Trasladado", refused.Problem.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,carrera,sede\nA1,Derecho,Cali\n")]
    [InlineData("nombre,resultado\nAna,Desertó\n")]
    [InlineData("id,resultado\nA1,\n")]
    public async Task A_file_that_leaves_open_what_became_of_whom_is_refused(string file) =>
        await Assert.ThrowsAsync<CohortFormatException>(() => ReadAsync(file));

    [Theory]
    [InlineData("id,passed\nA1,No\nB2,Sí\n")]
    [InlineData("id,passed\nA1,n\nB2,S\n")]
    [InlineData("id,passed\nA1,não\nB2,SIM\n")]
    [InlineData("id,passed\nA1,0\nB2,1\n")]
    [InlineData("id,passed\nA1,FALSO\nB2,Verdadero\n")]
    [InlineData("id;aprobó\nA1;no\nB2;sí\n")]
    public async Task Where_the_profile_says_yes_and_no_any_yes_and_no_is_read(string file)
    {
        // Act
        var labels = await ReadAsync(file, Passed);

        // Assert
        Assert.Equal(new Dictionary<string, bool> { ["A1"] = true, ["B2"] = false }, labels.ByStudent.OrderBy(label => label.Key));
    }

    [Theory]
    [InlineData("id,desertó\nA1,sí\nB2,no\n")]
    [InlineData("id,desenlace\nA1,yes\nB2,no\n")]
    [InlineData("id,graduado\nA1,yes\nB2,no\n")]
    public async Task A_yes_under_another_name_is_refused_because_it_may_mean_the_opposite(string file)
    {
        // Act
        var refused = await Assert.ThrowsAsync<CohortFormatException>(() => ReadAsync(file, Passed));

        // Assert
        Assert.Equal(1, refused.Problem.Line);
        Assert.Contains("«passed»", refused.Problem.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_are_not_a_yes_and_a_no_get_no_translation() =>
        await Assert.ThrowsAsync<CohortFormatException>(() => ReadAsync("id,resultado\nA1,sí\n"));

    [Fact]
    public async Task Sensitive_columns_of_the_file_are_kept_by_student_in_the_words_of_the_model()
    {
        // Arrange: a sensitive column beside the id and one that carries the outcome under another name
        var gender = new Feature
        {
            Name = "gender",
            Aliases = ["género"],
            Kind = FeatureKind.Binary,
            Words = [new CategoryWord("F", 0) { LabelEs = "mujer" }, new CategoryWord("M", 1) { LabelEs = "hombre" }],
            LabelEs = "Género",
            LabelEn = "Gender",
        };

        // Act
        var labels = await ReadAsync("id;cierre;género\nA1;Desertó;F\nB2;Activo;M\n", Options with { Sensitive = [gender] });

        // Assert
        Assert.Equal(2, labels.ByStudent.Count);
        Assert.Equal(new Dictionary<string, string> { ["A1"] = "mujer", ["B2"] = "hombre" }, labels.Groups["Género"]);
    }

    private static OutcomeOptions Passed => new(new TargetWords("passed", ["no"], ["yes"], []), StudentSchema.DefaultIdNames);

    private static Task<OutcomeLabels> ReadAsync(string file, OutcomeOptions? options = null) =>
        OutcomeReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), options ?? Options,
        TestContext.Current.CancellationToken);
}
