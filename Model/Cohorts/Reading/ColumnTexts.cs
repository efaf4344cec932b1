using System.Globalization;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Why a column cannot be read at all: its cells mean something else than the feature's.</summary>
internal class ColumnTexts(ReportLanguage language)
{
    /// <summary>Asked of a file whose M is a woman where the model's is a man, or the other way round.</summary>
    public string OneAlphabet(Feature feature) => Say(
        $"{Words(feature)} en toda la columna; con otras letras, M puede ser mujer u hombre. Cambie las letras y envíelo de nuevo",
        $"{Words(feature)} in the whole column; with other letters, M may be a woman or a man. Change the letters and send it again");

    /// <summary>Asked of a file whose column counts its words from 1 where the model's codes count from 0.</summary>
    public string WordsForNumbers(Feature feature) => Say(
        $"{Words(feature)} en toda la columna; los números empiezan en 1 y no se sabe qué significa cada uno. Escriba las palabras en " +
            "lugar de los números y envíelo de nuevo; si este número es un error, corríjalo",
        $"{Words(feature)} in the whole column; its numbers begin at 1, and what each means is not known. Write the words in place of " +
            "the numbers and send it again; if this number is a mistake, correct it");

    /// <summary>Asked of a file whose column holds other letters beside some that the model knows.</summary>
    public string KnownLetters(Feature feature) => Say(
        $"{Words(feature)} en toda la columna; esta usa otras letras, y las que coinciden pueden significar otra cosa. Escriba los " +
            $"valores " +
            "del modelo y envíelo de nuevo",
        $"{Words(feature)} in the whole column; it has other letters, and those that match may mean something else. Write the model's " +
            "values and send it again");

    /// <summary>Asked of a file whose column holds more numbers than the two that the model knows.</summary>
    public string KnownNumbers(Feature feature) => Say(
        $"{Words(feature)} en toda la columna; esta tiene otros números, y el 0 y el 1 pueden significar otra cosa. Escriba los valores " +
            $"del " +
            "modelo y envíelo de nuevo",
        $"{Words(feature)} in the whole column; it has other numbers, and 0 and 1 may mean something else. Write the model's values and " +
            "send it again");

    /// <summary>Asked of a file whose column has another scale than the model's.</summary>
    public string KnownScale(Feature feature) => Say(
        $"números de {Number(feature.Minimum!.Value)} a {Number(feature.Maximum!.Value)} en toda la columna; muchos son mayores, como en " +
            "otra escala. Convierta toda la columna a la escala del modelo y envíelo de nuevo",
        $"numbers from {Number(feature.Minimum!.Value)} to {Number(feature.Maximum!.Value)} in the whole column; many are higher, as on " +
            "another scale. Convert the whole column to the model's scale and send it again");

    /// <summary>Asked of a file whose column has shares of one where the model's are of a hundred.</summary>
    public string KnownShares(Feature feature) => Say(
        $"números de {Number(feature.Minimum!.Value)} a {Number(feature.Maximum!.Value)} en toda la columna; todos están entre 0 y 1, " +
            "como partes de la unidad. Multiplique toda la columna por 100 y envíelo de nuevo",
        $"numbers from {Number(feature.Minimum!.Value)} to {Number(feature.Maximum!.Value)} in the whole column; all are between 0 and " +
            "1, as shares of one. Multiply the whole column by 100 and send it again");

    /// <summary>A note of another sheet, with its place.</summary>
    public string InSheet(string sheet, long line, string note) => Say(
        $"hoja «{CellText.Shorten(sheet)}», fila {line}: {note}", $"sheet \"{CellText.Shorten(sheet)}\", row {line}: {note}");

    protected string Say(string spanish, string english) => language == ReportLanguage.English ? english : spanish;

    protected static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private string Words(Feature feature) =>
        string.Join(Say(" o ", " or "), feature.Words.Select(word => word.Word).DefaultIfEmpty(Say("0 o 1", "0 or 1")));
}
