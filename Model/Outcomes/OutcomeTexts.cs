using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Outcomes;

/// <summary>Why a file of labels, or a report, is refused.</summary>
internal sealed class OutcomeTexts(ReportLanguage language)
{
    private const int MaxShown = 8;

    public string NoRows => Say("una fila por estudiante, con su código y su desenlace",
        "a row per student, with the id and what became of the student");

    public string Nothing => Say("ningún desenlace", "no outcome");

    public string OnlyContradicting => Say("otro desenlace que en una línea anterior del mismo estudiante, como en todos los demás",
        "another outcome than on an earlier line of the same student, as for all others");

    public string OneOutcome => Say("un solo desenlace por estudiante; corrija el archivo", "one outcome per student; mend the file");

    public string ReportColumns => Say(
        "un reporte con las columnas Id_estudiantes, Prediccion y Probabilidad; el de dos columnas no se puede medir",
        "a report with the columns Id_estudiantes, Prediccion and Probabilidad; the one of two columns cannot be measured");

    public string Probability => Say("una probabilidad de 0 a 1", "a probability from 0 to 1");

    public string ReportLabel => Say("«En riesgo» o «No riesgo»", "\"En riesgo\" or \"No riesgo\"");

    public string OneOf(string words) => Say(
        $"una de las palabras del perfil: {words}. Cambie la palabra en el archivo, o añádala al perfil y entrene de nuevo",
        $"one of the profile's words: {words}. Change the word in the file, or add it to the profile and train again");

    public string OutcomeColumn(string name, IReadOnlyList<string> header) => Say(
        $"una columna llamada «{name}» con el desenlace de cada estudiante; hay {Quote(header)}",
        $"a column called \"{name}\" with what became of each student; found {Quote(header)}");

    public string TruthColumn(string name) => Say(
        $"una columna llamada «{name}»: con «sí» y «no» la columna debe llamarse como en los datos del modelo, para saber qué significa " +
            "«sí»",
        $"a column called \"{name}\": with yes and no the column must be named as in the model's data, to know what a yes means");

    public string IdColumn(IReadOnlyList<string> candidates) => Say(
        "una sola columna con el código del estudiante, llamada como en el archivo que se subió. ",
        "one column with the student's id, named as in the file that was uploaded. ")
        + (candidates.Count == 0 ? Say("No sobra ninguna columna", "No other column is left")
            : Say($"¿Es {Quote(candidates)}? Elíjala con --id en la consola o con el ajuste Ies__<código>__IdColumn",
                $"Is it {Quote(candidates)}? Choose it with --id in the console or with the setting Ies__<code>__IdColumn"));

    /// <summary>Words with their counts, the most frequent first.</summary>
    public string Unknown(IReadOnlyDictionary<string, int> words) =>
        string.Join(", ", words.OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Take(MaxShown)
            .Select(word => Say($"«{CellText.Shorten(word.Key)}» ({word.Value})", $"\"{CellText.Shorten(word.Key)}\" ({word.Value})")))
        + (words.Count > MaxShown ? " …" : "");

    public string OtherStudents(int labels) => Say(
        $"{Count.Of(labels, "estudiante")}, ninguno de ellos en el reporte", $"{Count.Of(labels, "student")}, none of them in the report");

    public string SameStudents => Say(
        "los mismos códigos que en el reporte, con sus ceros a la izquierda. ¿Es el archivo de otra cohorte?",
        "the same ids as in the report, with their leading zeros. Is it another cohort's file?");

    private string Quote(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxShown).Select(name => Say($"«{CellText.Shorten(name)}»", $"\"{CellText.Shorten(name)}\"")))
        + (names.Count > MaxShown ? " …" : "");

    private string Say(string spanish, string english) => language == ReportLanguage.English ? english : spanish;
}
