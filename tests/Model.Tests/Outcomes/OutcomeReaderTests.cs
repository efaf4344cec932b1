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

    private static Task<OutcomeLabels> ReadAsync(string file) =>
        OutcomeReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(file)), Options,
        TestContext.Current.CancellationToken);
}
