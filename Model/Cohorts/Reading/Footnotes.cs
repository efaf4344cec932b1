using System.Collections.Frozen;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Knows what exports write below their rows: source, date, page, filters, count of records, signatures.</summary>
internal static class Footnotes
{
    private static readonly FrozenSet<string> Words = ((string[])
    [
        "fuente", "fuentes", "source", "sources", "fonte", "generado", "generada", "generated", "gerado", "exportado", "exported",
        "impreso", "printed", "impresso", "creado", "created", "criado", "pagina", "page", "pag", "hoja", "filtros", "filtro", "filters",
        "filter", "registros", "records", "filas", "rows", "linhas", "registro", "nota", "notas", "note", "notes", "observacion",
        "observaciones", "observacao", "observacoes", "comentario", "comentarios", "elaboro", "elaborado", "reviso", "revisado", "aprobo",
        "aprobado", "preparado", "prepared", "firma", "signature", "assinatura", "atentamente", "rector", "rectora", "decano", "decana",
        "coordinador", "coordinadora", "director", "directora", "registrador", "registradora", "secretario", "secretaria", "usuario",
        "corte", "actualizado", "updated", "atualizado", "convenciones", "leyenda", "legend", "legenda", "advertencia", "confidencial",
        "confidential", "copyright", "cuadro", "tabla", "reporte", "informe", "relatorio", "report", "parametros", "consulta", "query",
    ]).ToFrozenSet(StringComparer.Ordinal);

    // Words that no label of a value starts with, whatever follows.
    private static readonly string[] Beginnings =
    [
        "applied filters", "filtros aplicados", "filter applied", "fecha de", "fecha y hora", "data de", "fin de", "fin del", "fim do",
        "end of", "no hay mas", "ultima actualizacion", "last updated", "este reporte", "este informe", "los datos", "the data",
        "the above", "* ", "(*)", "** ", "©", "(c)", "--", "==", "__", "..",
    ];

    private static readonly FrozenSet<string> Counted = ((string[])
    [
        "registros", "registro", "records", "record", "filas", "fila", "rows", "row", "linhas", "estudiantes", "estudiante", "alumnos",
        "alunos", "students", "results", "resultados", "items", "elementos", "encontrados",
    ]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a row's first value says that it is such a line: <c>Fuente: …</c>, <c>Página 1 de 3</c>, <c>(80 rows
    /// affected)</c>.</summary>
    public static bool Is(string text)
    {
        var folded = TextFold.Fold(text);
        if (Array.Exists(Beginnings, beginning => folded.StartsWith(beginning, StringComparison.Ordinal)))
        {
            return true;
        }

        var words = TextFold.Words(text);
        return words.Count > 0
            && ((Words.Contains(words[0]) && (words.Count > 1 || folded[^1] == ':'))
                || (words.Count > 1 && words[0].All(char.IsAsciiDigit) && Counted.Contains(words[1])));
    }
}
