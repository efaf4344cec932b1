using Antivirus.Model.Outcomes;
using Antivirus.Training.Drafts;

namespace Antivirus.Training.Tests.Drafts;

/// <summary>Which target values mean that the risk came about: right, or undecided; never turned round.</summary>
public sealed class TargetValuesTests
{
    /// <summary>Column, value at risk, value not at risk: ordinary targets in Spanish, English and Portuguese.</summary>
    private static readonly (string Column, string AtRisk, string NotAtRisk)[] Spellings =
    [
        ("abandono", "Sí", "No"), ("Abandonó", "si", "no"), ("ABANDONO", "SI", "NO"), ("abandono", "S", "N"), ("abandona", "1", "0"),
        ("deserción", "Verdadero", "Falso"), ("desercion", "V", "F"), ("Desertó", "x", "no"), ("retiro", "Sí", "No"),
            ("Retirado", "1.0", "0.0"),
        ("en_riesgo", "sí", "no"), ("reprobó", "Sí", "No"), ("dado_de_baja", "Sí", "No"), ("no_continua", "Sí", "No"),
            ("desaprobado", "S", "N"),
        ("aprobado", "No", "Sí"), ("aprobó", "0", "1"), ("graduado", "N", "S"), ("permanece", "Falso", "Verdadero"),
            ("permanencia", "no", "si"),
        ("retención", "No", "Sí"), ("continúa", "No", "Sí"), ("titulado", "0", "1"), ("reinscrito", "No", "Sí"), ("egresado", "no", "sí"),
        ("estado", "Desertor", "Activo"), ("estado", "Retirado", "Graduado"), ("estado_final", "Abandono", "Continúa"),
            ("situacion", "Baja", "Vigente"),
        ("resultado", "Reprobado", "Aprobado"), ("estado", "No aprobado", "Aprobado"), ("estado", "Desertó", "No desertó"),
            ("estado", "Se retiró", "No se retiró"),
        ("estado", "DESERTOR", "NO DESERTOR"), ("estado", "Desertor", "Sin deserción"), ("abandono", "Sí, desertó", "No, continúa"),
        ("estado", "1 - Desertor", "0 - Activo"), ("estado", "1 - Desertor", "2 - Graduado"), ("abandono", "Abandono: Sí", "Abandono: No"),
            ("estado", "Abandonó el programa", "Permanece en el programa"),

        ("dropout", "yes", "no"), ("Dropout", "Y", "N"), ("drop_out", "True", "False"), ("DroppedOut", "1", "0"), ("dropped_out", "T", "F"),
        ("withdrawn", "Yes", "No"), ("withdrew", "TRUE", "FALSE"), ("attrition", "Yes", "No"), ("churn", "1", "0"),
            ("at_risk", "yes", "no"),
        ("failed", "yes", "no"), ("not_retained", "yes", "no"), ("left", "Yes", "No"), ("leaver", "1", "0"), ("discontinued", "Y", "N"),
        ("passed", "no", "yes"), ("pass", "0", "1"), ("graduated", "No", "Yes"), ("retained", "N", "Y"), ("retention", "0", "1"),
        ("persisted", "no", "yes"), ("continued", "False", "True"), ("completed", "No", "Yes"), ("re-enrolled", "no", "yes"),
            ("success", "0", "1"),
        ("status", "Dropout", "Graduate"), ("Target", "Dropout", "Enrolled"), ("final_result", "Withdrawn", "Pass"),
            ("outcome", "Fail", "Pass"), ("status", "Dropped out", "Active"),
        ("status", "Left", "Stayed"), ("status", "Did not graduate", "Graduated"), ("outcome", "Not retained", "Retained"),
            ("status", "Withdrew", "Completed"), ("status", "Dropout", "Non-dropout"),
        ("status", "Failed", "Passed"), ("y", "dropout=1", "dropout=0"), ("label", "1 dropout", "0 dropout"),
            ("status", "Discontinued", "Continuing"), ("result", "WITHDRAWN", "DISTINCTION"),

        ("evasão", "Sim", "Não"), ("evasao", "sim", "nao"), ("Evadiu", "S", "N"), ("evadido", "1", "0"),
            ("abandonou", "Verdadeiro", "Falso"),
        ("desistiu", "Sim", "Não"), ("desistência", "SIM", "NÃO"), ("reprovado", "Sim", "Não"), ("em_risco", "sim", "não"),
            ("abandono", "Sim", "Não"),
        ("não_continua", "Sim", "Não"), ("reprovou", "S", "N"), ("deserção", "1", "0"), ("desligado", "Sim", "Não"),
            ("evasao_curso", "x", "não"),
        ("aprovado", "Não", "Sim"), ("aprovou", "0", "1"), ("graduado", "Não", "Sim"), ("formado", "N", "S"), ("formou", "não", "sim"),
        ("permanece", "Não", "Sim"), ("permanência", "0", "1"), ("concluiu", "Não", "Sim"), ("continua", "Falso", "Verdadeiro"),
            ("diplomado", "nao", "sim"),
        ("situação", "Evadido", "Formado"), ("situacao", "Evasão", "Ativo"), ("status", "Desistente", "Matriculado"),
            ("status", "Abandonou", "Concluiu"), ("resultado", "Reprovado", "Aprovado"),
        ("situação", "Desvinculado do curso", "Formado"), ("situação", "Evadido", "Não evadido"), ("situação", "Não aprovado", "Aprovado"),
            ("status", "Evadiu-se", "Permaneceu"), ("status", "EVADIDO", "GRADUADO"),
        ("situação", "Desistiu", "Continua"), ("evasão", "Sim, evadiu", "Não, permanece"), ("situação", "1 - Evadido", "0 - Ativo"),
            ("situação", "Desligado", "Concluinte"), ("status", "Abandono", "Não abandono"),
    ];

    public static TheoryData<string, string, string> AllCases =>
        new(Spellings.Distinct().Select(each => (each.Column, each.AtRisk, each.NotAtRisk)));

    [Theory]
    [MemberData(nameof(AllCases))]
    public void An_ordinary_target_is_decided_the_right_way_round_in_either_order(string column, string atRisk, string notAtRisk)
    {
        // Act
        var first = TargetValues.Decide(column, [atRisk, notAtRisk]);
        var second = TargetValues.Decide(column, [notAtRisk, atRisk]);

        // Assert
        Assert.Equal([OutcomeSide.Risk, OutcomeSide.Good], first.Select(meaning => meaning.Side));
        Assert.Equal([OutcomeSide.Good, OutcomeSide.Risk], second.Select(meaning => meaning.Side));
    }

    [Fact]
    public void No_column_name_turns_the_values_of_another_target_round()
    {
        // Arrange: every name with every pair of values that is more than a yes and a no.
        var pairs = Spellings.Where(each => TruthWords.Of(each.AtRisk) is null && each.AtRisk is not ("V" or "T")).ToList();

        // Act
        var turned = from name in Spellings.Select(each => each.Column).Distinct()
                     from pair in pairs
                     let meanings = TargetValues.Decide(name, [pair.AtRisk, pair.NotAtRisk])
                     where meanings[0].Side == OutcomeSide.Good || meanings[1].Side == OutcomeSide.Risk
                     select $"{name}: {pair.AtRisk}, {pair.NotAtRisk}";

        // Assert
        Assert.Empty(turned);
    }

    [Theory]
    [InlineData("estado", "Sí", "No")]
    [InlineData("grupo", "1", "0")]
    [InlineData("abandono", "1", "2")]
    [InlineData("abandono", "F", "M")]
    [InlineData("riesgo", "Alto", "Bajo")]
    [InlineData("desercion", "Alta", "Baja")]
    [InlineData("aprobado_retiro", "Sí", "No")]
    [InlineData("no_retiros", "1", "0")]
    [InlineData("retiro_evitado", "Sí", "No")]
    [InlineData("continúa", "No, continúa", "Sí, abandona")]
    [InlineData("Class", "L", "H")]
    [InlineData("dropout", "S", "F")]
    [InlineData("resultado", "P", "F")]
    [InlineData("riesgo_bajo", "Sí", "No")]
    [InlineData("estado", "Alta deserción", "Baja deserción")]
    [InlineData("nivel", "Riesgo alto", "Riesgo bajo")]
    [InlineData("low_risk", "1", "0")]
    [InlineData("permanece (0=sí)", "0", "1")]
    [InlineData("abandono (0=sí, 1=no)", "0", "1")]
    [InlineData("matriculado (1 no, 0 sí)", "1", "0")]
    [InlineData("evasão [0: sim; 1: não]", "0", "1")]
    [InlineData("Abandono invertido", "1", "0")]
    [InlineData("abandono_negado", "1", "0")]
    [InlineData("dropout_reversed", "1", "0")]
    public void What_may_be_read_either_way_stays_undecided(string column, string one, string other)
    {
        Assert.All(TargetValues.Decide(column, [one, other]), meaning => Assert.Equal(OutcomeSide.Unknown, meaning.Side));
    }

    [Fact]
    public void Of_many_values_only_those_that_are_known_are_decided()
    {
        string[] values = ["Desertor", "Graduado", "Activo", "Pendiente", "Trasladado", "Reprobado", "Retiro temporal"];

        var meanings = TargetValues.Decide("estado", values);

        Assert.Equal(
            [OutcomeSide.Risk, OutcomeSide.Good, OutcomeSide.Good, OutcomeSide.Unknown, OutcomeSide.Unknown, OutcomeSide.Unknown,
                OutcomeSide.Unknown],
            meanings.Select(meaning => meaning.Side));
    }

    [Fact]
    public void A_count_of_something_is_not_taken_for_yes_and_no()
    {
        Assert.All(TargetValues.Decide("retiros", ["0", "1", "2"]), meaning => Assert.Equal(OutcomeSide.Unknown, meaning.Side));
    }
}
