using Antivirus.Model.Outcomes;
using Antivirus.Training.Drafts;

namespace Antivirus.Training.Tests.Profiles;

/// <summary>Targets that fewer files have: their side is right or left open, in either order.</summary>
public sealed class RareTargetsTests
{
    /// <summary>Rarer spellings, which may be left open, but never the other way round.</summary>
    private static readonly (string Column, string AtRisk, string NotAtRisk)[] Rare =
    [
        ("abandono_escolar", "Sí", "No"), ("abandonó_carrera", "1", "0"), ("deserto_1er_año", "Sí", "No"),
            ("desercion_temprana", "true", "false"),
        ("ind_desercion", "1", "0"), ("flag_desercion", "S", "N"), ("bandera_abandono", "1", "0"), ("es_desertor", "Sí", "No"),
        ("esDesertor", "true", "false"), ("desertor", "VERDADERO", "FALSO"), ("tipo_salida", "Desertor", "Graduado"),
        ("condicion", "Abandono", "Regular"), ("estatus", "Baja definitiva", "Activo"), ("estatus", "Baja temporal", "Inscrito"),
        ("situacion_academica", "Excluido", "Regular"), ("estado_alumno", "Abandono definitivo", "Alumno regular"),
        ("estado_matricula", "No matriculado", "Matriculado"), ("estado_matricula", "No renovó", "Renovó"),
        ("renovó_matricula", "No", "Sí"), ("se_matriculo", "No", "Sí"), ("matriculado_siguiente", "0", "1"),
            ("sigue_estudiando", "No", "Sí"),
        ("persiste", "No", "Sí"), ("reingresa", "No", "Sí"), ("volvio", "No", "Sí"), ("activo", "No", "Sí"), ("vigente", "0", "1"),
        ("inactivo", "Sí", "No"), ("termino", "No", "Sí"), ("culminó", "No", "Sí"), ("se_gradua", "No", "Sí"), ("logro_titulo", "No", "Sí"),
        ("perdio_cupo", "Sí", "No"), ("perdió_el_año", "Sí", "No"), ("expulsado", "Sí", "No"), ("cancelo", "Sí", "No"),
        ("cancelacion", "1", "0"), ("interrumpio", "Sí", "No"), ("rezago", "Sí", "No"), ("fracaso", "Sí", "No"), ("exito", "No", "Sí"),
        ("aprobó_materia", "No", "Sí"), ("promovido", "No", "Sí"), ("no_promovido", "Sí", "No"), ("repitente", "Sí", "No"),
        ("sin_abandono", "No", "Sí"), ("no_abandona", "No", "Sí"), ("no_desertor", "0", "1"), ("nunca_deserto", "No", "Sí"),
        ("evito_desercion", "No", "Sí"), ("libre_de_riesgo", "No", "Sí"), ("fuera_de_riesgo", "No", "Sí"),
            ("estado", "Retiro voluntario", "Estudiante activo"),
        ("estado", "Inactivo", "Activo"), ("estado", "INACTIVO", "ACTIVO"), ("estado", "Cancelado", "Matriculado"),
        ("estado", "Expulsado", "Egresado"), ("estado", "Perdió calidad de estudiante", "Continúa estudios"),
        ("resultado", "Insuficiente", "Suficiente"), ("resultado", "Suspenso", "Aprobado"), ("resultado", "Perdió", "Ganó"),
        ("resultado", "Desaprobó", "Aprobó"), ("resultado", "No promovido", "Promovido"), ("resultado", "No logrado", "Logrado"),
        ("riesgo", "Sí", "No"), ("riesgo_desercion", "1", "0"), ("alerta", "Sí", "No"), ("alerta_temprana", "1", "0"),

        ("is_dropout", "1", "0"), ("isDropout", "true", "false"), ("dropout_flag", "Y", "N"), ("dropout_ind", "1", "0"),
        ("did_drop_out", "Yes", "No"), ("ever_dropped", "1", "0"), ("stopout", "Yes", "No"), ("stopped_out", "1", "0"),
            ("quit", "Yes", "No"),
        ("exited", "1", "0"), ("departed", "Yes", "No"), ("lost", "1", "0"), ("unenrolled", "Yes", "No"), ("deregistered", "1", "0"),
        ("expelled", "Yes", "No"), ("not_graduated", "1", "0"), ("noncompleter", "1", "0"), ("non_completion", "Yes", "No"),
        ("did_not_return", "Yes", "No"), ("not_enrolled_next_term", "1", "0"), ("returned", "No", "Yes"), ("returning", "0", "1"),
        ("enrolled_next_term", "0", "1"), ("still_enrolled", "No", "Yes"), ("active", "0", "1"), ("is_active", "false", "true"),
        ("stayed", "No", "Yes"), ("graduation", "0", "1"), ("completion", "0", "1"), ("degree_earned", "No", "Yes"),
        ("no_dropout", "0", "1"), ("never_withdrew", "No", "Yes"), ("not_at_risk", "0", "1"), ("dropout_avoided", "No", "Yes"),
        ("status", "Inactive", "Active"), ("status", "Quit", "Enrolled"), ("status", "Not enrolled", "Enrolled"),
        ("status", "Did not return", "Returned"), ("status", "Unsuccessful", "Successful"), ("status", "Incomplete", "Complete"),
        ("status", "Stopped out", "Persisting"), ("status", "Not graduated", "Graduated"), ("status", "Cancelled", "Registered"),
        ("grade", "F", "A"), ("outcome", "Unsatisfactory", "Satisfactory"), ("outcome", "Non-completer", "Completer"),
        ("label", "at risk", "not at risk"), ("label", "risk", "no risk"), ("label", "negative", "positive"), ("target", "1", "0"),

        ("evadiu_se", "Sim", "Não"), ("foi_evadido", "1", "0"), ("ind_evasao", "S", "N"), ("flag_evasao", "1", "0"),
        ("taxa_evasao", "1", "0"), ("cancelou", "Sim", "Não"), ("trancou", "Sim", "Não"), ("trancamento", "S", "N"),
            ("jubilado", "Sim", "Não"),
        ("desvinculado", "1", "0"), ("nao_concluiu", "Sim", "Não"), ("sem_evasao", "Não", "Sim"), ("não_evadiu", "Não", "Sim"),
        ("rematriculado", "Não", "Sim"), ("renovou", "Não", "Sim"), ("ativo", "0", "1"), ("concluinte", "Não", "Sim"),
            ("retido", "Sim", "Não"),
        ("situação", "Cancelado", "Cursando"), ("situação", "Trancado", "Regular"), ("situação", "Jubilado", "Diplomado"),
        ("situação", "Inativo", "Ativo"), ("situação", "Não concluiu", "Concluiu"), ("situação", "Transferido", "Formado"),
        ("resultado", "Reprovado por falta", "Aprovado"), ("resultado", "Não promovido", "Promovido"),
            ("status", "Desistência", "Conclusão"),
        ("status", "EVASÃO", "ATIVO"), ("status", "Abandono de curso", "Integralizado"), ("risco", "Sim", "Não"),
            ("sem_risco", "Não", "Sim"),
    ];

    [Fact]
    public void A_rare_target_is_right_or_left_open_in_either_order()
    {
        // Act
        var turned = Rare.Where(each => IsTurned(TargetValues.Decide(each.Column, [each.AtRisk, each.NotAtRisk]), atRisk: 0)
            || IsTurned(TargetValues.Decide(each.Column, [each.NotAtRisk, each.AtRisk]), atRisk: 1));

        // Assert
        Assert.True(Rare.Length > 100);
        Assert.Empty(turned);
    }

    private static bool IsTurned(IReadOnlyList<OutcomeMeaning> meanings, int atRisk) =>
        meanings[atRisk].Side == OutcomeSide.Good || meanings[1 - atRisk].Side == OutcomeSide.Risk;
}
