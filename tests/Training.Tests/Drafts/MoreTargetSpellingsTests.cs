using Antivirus.Model.Outcomes;
using Antivirus.Training.Drafts;

namespace Antivirus.Training.Tests.Drafts;

/// <summary>More spellings of targets, many of them awkward: the right way round or undecided, never turned round.</summary>
public sealed class MoreTargetSpellingsTests
{
    /// <summary>Column, value at risk, value not at risk; one target per line.</summary>
    private const string Spellings =
        """
        no_abandono;No;Sí
        No abandonó;0;1
        sin_desercion;No;Sí
        no_desertor;0;1
        no_desertó;false;true
        no retirado;N;S
        nunca abandonó;No;Sí
        dejó los estudios;Sí;No
        dejo_carrera;1;0
        interrumpió estudios;Sí;No
        cancelo_matricula;Sí;No
        canceló semestre;1;0
        no_matriculado;Sí;No
        no_renovo;1;0
        no renovó matrícula;Sí;No
        renovó matrícula;No;Sí
        se_matriculo;0;1
        volvió a matricularse;No;Sí
        reingreso;No;Sí
        perdió el semestre;Sí;No
        perdida de cupo;1;0
        pierde;Sí;No
        suspendió;Sí;No
        suspenso;Sí;No
        insuficiente;1;0
        promovido;No;Sí
        no_promovido;Sí;No
        aplazado;Sí;No
        culminó;No;Sí
        terminó;0;1
        finalizó;No;Sí
        no_finaliza;Sí;No
        no_termino;1;0
        se_graduo;N;S
        no_graduado;Sí;No
        sigue_estudiando;No;Sí
        ya no estudia;Sí;No
        inactivo;Sí;No
        activo;No;Sí
        activo_2024;0;1
        estado;Inactivo;Activo
        estado;I;A
        estado;R;A
        estado;D;ND
        estado;0;1
        estado;Excluido;Regular
        estado;Cancelado;Matriculado
        estado;Suspendido;Activo
        estado;No matriculado;Matriculado
        estado;No renovó;Renovó
        estado;Pérdida de calidad;Activo
        estado;Retiro definitivo;Activo
        estado;Retiro voluntario;Graduado
        estado;Abandono temporal;Activo
        estado;Desertor temprano;No desertor
        estado;DESERTOR INTRA;PERMANENTE
        estado;desertor_1er_anio;persistente
        estado;Ausente;Presente
        estado;Baja definitiva;Alta
        estado;Baja temporal;Inscrito
        estado;Dado de baja;Regular
        estado;Eliminado;Regular
        estado;Reprobado;Promovido
        estado;Suspenso;Aprobado
        estado;Perdió;Ganó
        estado;Pierde;Pasa
        resultado;NO APTO;APTO
        resultado;Insuficiente;Suficiente
        resultado;Deficiente;Satisfactorio
        resultado;No logrado;Logrado
        resultado;Desaprobado;Promocionado
        resultado;No superada;Superada
        condicion;Libre;Regular
        condicion;Irregular;Regular
        condición final;Desertó;Se tituló
        desertor_si_no;SI;NO
        es_desertor;true;false
        ¿Desertó?;Sí;No
        ¿Continúa?;No;Sí
        ¿Sigue matriculado?;No;Sí
        ¿Abandonó la carrera? (Sí/No);Sí;No
        deserción=1;1;0
        bandera_desercion;1;0
        flag_retiro;1;0
        ind_abandono;S;N
        indicador_permanencia;N;S
        target_desercion;1;0
        y_abandono;1;0
        label_permanece;0;1
        tasa_desercion;1;0
        probabilidad_desercion;1;0
        riesgo_desercion;Sí;No
        sin_riesgo;No;Sí
        riesgo;Con riesgo;Sin riesgo
        riesgo;En riesgo;Fuera de riesgo
        semaforo;Rojo;Verde
        alerta;Sí;No
        did_not_return;1;0
        did not persist;Yes;No
        returned;No;Yes
        returned_fall;0;1
        not_returned;1;0
        is_active;False;True
        is_enrolled;0;1
        still_enrolled;No;Yes
        not enrolled;Yes;No
        unenrolled;1;0
        deregistered;Yes;No
        stopped_out;1;0
        stopout;Y;N
        stop_out;yes;no
        quit;Yes;No
        quits;1;0
        exited;1;0
        lost;1;0
        lapsed;1;0
        terminated;Yes;No
        expelled;Yes;No
        academic_dismissal;1;0
        non_completion;1;0
        noncompleter;Yes;No
        completer;No;Yes
        did_not_complete;1;0
        incomplete;Yes;No
        non_retained;1;0
        nonretained;1;0
        retained_flag;0;1
        retention_status;Lost;Retained
        enrollment_status;Not enrolled;Enrolled
        enrollment_status;Inactive;Active
        enrollment_status;W;E
        status;DO;ACT
        status;0;1
        status;Inactive;Active
        status;Quit;Stayed
        status;Stopped out;Continuing
        status;Terminated;Current
        status;Gone;Present
        status;Lost;Kept
        status;Not returned;Returned
        status;Non-completer;Completer
        status;Attrited;Persisted
        status;Not persisting;Persisting
        outcome;Not passed;Passed
        outcome;Unsuccessful;Successful
        outcome;Failure;Success
        outcome;Negative;Positive
        outcome;Bad;Good
        grade;F;P
        grade;Fail;Honors
        result;NP;P
        result;Failed course;Passed course
        pass_fail;F;P
        pass/fail;Fail;Pass
        fail_flag;1;0
        unsuccessful;1;0
        successful;0;1
        not_failed;0;1
        no_dropout;0;1
        non_dropout;No;Yes
        will_graduate;No;Yes
        graduation;No;Yes
        on_time_graduation;0;1
        late;1;0
        deixou o curso;Sim;Não
        saiu;Sim;Não
        saída;1;0
        largou;Sim;Não
        trancou;Sim;Não
        trancamento;1;0
        não_evadiu;Não;Sim
        nao_evadido;0;1
        não reprovado;Não;Sim
        sem evasão;Não;Sim
        rematriculado;Não;Sim
        não rematriculado;Sim;Não
        renovou;Não;Sim
        não renovou;Sim;Não
        ativo;Não;Sim
        inativo;Sim;Não
        status;Inativo;Ativo
        status;Trancado;Ativo
        status;Cancelado;Ativo
        status;Jubilado;Formado
        status;Desligado;Regular
        status;Saiu;Ficou
        status;Não concluiu;Concluiu
        status;Não formado;Formado
        situação;Abandono de curso;Cursando
        situação;Evasão;Conclusão
        situação;Cancelamento;Diplomação
        situação;Transferido;Ativo
        situação;Reprovado por falta;Aprovado
        situação;RF;AP
        situação;REP;APR
        resultado;Insucesso;Sucesso
        evadiu?;Sim;Não
        evadido (S/N);S;N
        risco_evasao;Alto;Baixo
        flag_evasao;1;0
        permaneceu;Não;Sim
        não permaneceu;Sim;Não
        concluinte;Não;Sim
        formando;Não;Sim
        """;

    public static TheoryData<string, string, string> All => new(Spellings.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Trim().Split(';')).Select(parts => (parts[0], parts[1], parts[2])));

    [Theory]
    [MemberData(nameof(All))]
    public void A_target_is_right_or_undecided_in_either_order(string column, string atRisk, string notAtRisk)
    {
        // Act
        var first = TargetValues.Decide(column, [atRisk, notAtRisk]).Select(meaning => meaning.Side).ToList();
        var second = TargetValues.Decide(column, [notAtRisk, atRisk]).Select(meaning => meaning.Side).ToList();

        // Assert
        Assert.NotEqual(OutcomeSide.Good, first[0]);
        Assert.NotEqual(OutcomeSide.Risk, first[1]);
        Assert.Equal(first, Enumerable.Reverse(second));
    }
}
