using Antivirus.Training.Drafts;

namespace Antivirus.Training.Tests.Drafts;

/// <summary>Columns whose names say that they are known only after the outcome are no features, and each has its reason.</summary>
public sealed class LaterNamesTests
{
    public static TheoryData<string> Later => new(
        """
        nota_final;Nota final;NOTA FINAL DEL CURSO;notas finales;calificación final;promedio_final;nota definitiva;Final Grade;final_score
        final gpa;Final exam grade;nota final da disciplina;Média final;conceito_final;puntaje final;examen final
        estado_final;situacion_final;Situação final;status_final;final_status;condición final;final_result;resultado;Resultado final
        resultado_academico;student outcome;outcome;Desfecho;results
        estado_estudiante;student_status;enrollment_status;estado de matrícula;situação do aluno;estado actual del estudiante
        motivo_retiro;fecha_retiro;Fecha de retiro;causa de deserción;causal de abandono;motivo da evasão;dropout reason;withdrawal reason
        withdrawal date;fecha_baja;motivo de baja;tipo_baja;fecha_cancelacion;data_cancelamento;data de desligamento
        motivo_saida;forma_saida
        exit_reason;exit date;date_unregistration;ano_evasao;semestre_retiro;periodo_desercion;año de deserción
        fecha_grado;Fecha de graduación
        graduation_date;data_conclusao;data da formatura;tipo_egreso;fecha egreso;year_of_graduation;termination_date
        retirado;desertor;abandono;evadido;dropout;graduado;graduated;Egresado;titulado;deserción
        """.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    public static TheoryData<string> Before => new(
        """
        nota;promedio;nota_parcial;nota1;promedio acumulado;nota final colegio;nota_final_bachillerato;promedio final semestre anterior
        high school final grade;nota final ensino médio;previous final grade;estado_civil;estado;marital status
        estado laboral;situación laboral
        situacao de moradia;employment status;estado académico previo;resultado saber 11;resultado icfes;resultado_prueba_ingreso;sat result
        finalizó tareas;trabajo final;semestre;tipo de beca;motivo de ingreso;fecha_ingreso;data de admissão;tipo_programa;forma de ingreso
        materias retiradas;créditos cancelados;asignaturas reprobadas;creditos_aprobados;completed_credits;retention_score;riesgo
        fecha de nacimiento;fecha_grado_bachiller;año de egreso colegio;grade;semifinal;finalidad;estadio;outcomes_of_quiz;abandonos previos
        fecha de retiro de asignaturas;edad;sexo;financiación;nota_final_1er_parcial
        """.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    [Theory]
    [MemberData(nameof(Later))]
    public void A_name_of_what_is_known_afterwards_has_a_reason(string name) =>
        Assert.Contains("known only", LaterNames.ReasonFor(name, areCounts: false)?.Replace("says what became of them", "known only",
            StringComparison.Ordinal), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Before))]
    public void A_name_of_what_is_known_before_has_none(string name) => Assert.Null(LaterNames.ReasonFor(name, areCounts: false));

    [Theory]
    [InlineData("retiros")]
    [InlineData("abandonos")]
    public void A_count_is_not_an_outcome(string name)
    {
        Assert.Null(LaterNames.ReasonFor(name, areCounts: true));
        Assert.NotNull(LaterNames.ReasonFor(name, areCounts: false));
    }
}
