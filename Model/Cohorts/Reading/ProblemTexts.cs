namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What a rejected row is told, in the report's language.</summary>
internal class ProblemTexts(ReportLanguage language) : ColumnTexts(language)
{
    private const int MaxWords = 12;

    public string Empty => Say("(vacío)", "(empty)");

    public string NonEmptyId => Say("un código de estudiante", "a student id");

    public string IdLikeOthers => Say("un código de estudiante, como los de las demás filas", "a student id like those of the other rows");

    /// <summary>Asked of a row that may be a student or a sum.</summary>
    public string NoStatistic => Say(
        "una fila de estudiante, sin rótulo de totales o promedios. Si es un estudiante, quite esta columna y envíe el archivo de nuevo",
        "a student row, without a label of totals or averages. If it is a student, remove this column and send the file again");

    /// <summary>Asked of a row whose id is unlike the others and whose values sum the others up.</summary>
    public string NoSummary => Say(
        "una fila de estudiante, con un código como los demás; esta parece un promedio, una suma o un recuento. Si lo es, quítela; " +
            "si no, corrija el código",
        "a student row, with an id like the others; this one looks like an average, a sum or a count. If it is one, remove it; if not, " +
            "correct the id");

    public string NoTest => Say(
        "una fila de estudiante; por su código esta parece una prueba del sistema. Si lo es, quítela; si no, corrija el código",
        "a student row; by its id this one looks like a test of the system. If it is one, remove it; if not, correct the id");

    /// <summary>Asked of an id that stood in the file before, perhaps in other letters.</summary>
    /// <param name="first">Line where it stood; 0 when that is not known.</param>
    public string RepeatedId(long first) => Say(
        $"un código que no se repita; {(first > 0 ? $"el de la línea {first}" : "uno anterior")} es el mismo (mayúsculas, tildes, " +
            "espacios y ceros delante no lo cambian). Esta fila no se evaluó, la primera sí",
        $"an id that is not repeated; {(first > 0 ? $"that of line {first}" : "an earlier one")} is the same (case, accents, blanks and " +
            "zeros before it make no other). This row was not scored, the first one was");

    public string PlainId =>
        Say("un código sin caracteres de control, de 256 bytes como máximo", "an id without control characters, 256 bytes at most");

    public string IdWithoutSigns => Say(
        "solo el código, sin signos que no son suyos delante o detrás (como #, >, * o paréntesis); escríbalo como está en el sistema " +
            "académico",
        "the id alone, without signs around it that are not part of it (such as #, >, * or brackets); write it as the student system has " +
            "it");

    public string NoExample => Say("una fila de estudiante; esta parece un ejemplo. Si lo es, quítela; si no, escriba solo el código",
        "a student row; this one looks like an example. If it is one, remove it; if not, write the id alone");

    public string WholeId => Say(
        "el código completo: la hoja de cálculo lo acortó. Dé formato de texto a esa columna, copie los códigos otra vez del archivo de " +
            "origen y guarde de nuevo",
        "the whole id: the spreadsheet shortened it. Format that column as text, copy the ids again from the original file and save once " +
            "more");

    public string IdNotDate => Say(
        "un código; la hoja de cálculo lo convirtió en una fecha. Dé formato de texto a esa columna y copie los códigos otra vez del " +
            "archivo " +
            "de origen",
        "an id; the spreadsheet made a date of it. Format that column as text and copy the ids again from the original file");

    public string ClosedQuote => Say("comillas que se cierran en la misma celda", "quotes that are closed in the same cell");

    public string NothingAfterQuote => Say("una celda que termina con sus comillas, sin texto detrás de ellas",
        "a cell that ends with its quotes, without text after them");

    public string LongLine => Say("una línea de 256 KB como máximo", "a line of 256 KB at most");

    public string CohortFile => Say("un archivo CSV de texto con una fila por estudiante", "a CSV text file with one row per student");

    public string UnknownLetters => Say("letras con tilde en una codificación que no se reconoce con certeza",
        "accented letters in an encoding that is not certain");

    public string Utf8File => Say(
        "un CSV en UTF-8: en Excel, Archivo > Guardar como > CSV UTF-8; en LibreOffice, Guardar como > Editar configuración del filtro > " +
            "UTF-8",
        "a CSV file in UTF-8: in Excel, File > Save as > CSV UTF-8; in LibreOffice, Save as > Edit filter settings > UTF-8");

    public string EmptyFile => Say("archivo vacío", "empty file");

    public string HeaderOnly => Say("solo el encabezado", "a header only");

    public string DamagedGzip => Say("un archivo .gz dañado o incompleto", "a .gz file that is damaged or incomplete");

    /// <param name="maxBytes">Written as whole megabytes.</param>
    public string TooLarge(long maxBytes) => Say(
        $"un archivo comprimido que se expande a más de {maxBytes >> 20} MB",
        $"a compressed file that unpacks into more than {maxBytes >> 20} MB");

    public string TooDense(int maxRatio) => Say(
        $"un archivo comprimido que se expande a más de {maxRatio} veces su tamaño, como ninguno de estudiantes",
        $"a compressed file that unpacks into more than {maxRatio} times its size, as no file of students does");

    public string SmallerFile => Say(
        "un archivo con una fila por estudiante. Compruebe que no repita filas o líneas vacías, o divídalo en varios",
        "a file with one row per student. Check that it does not repeat rows or blank lines, or split it into several");

    public string SameHeader(long line) => Say(
        $"el mismo encabezado que en la línea {line}: aquí empieza otra tabla, con otras columnas. Envíe cada tabla en su archivo",
        $"the same header as in line {line}: another table with other columns starts here. Send each table in its own file");

    public string SameOrder => Say(
        "filas en el orden del modelo hasta el final: aquí empieza una tabla con otro encabezado. Ponga el encabezado en la primera línea",
        "rows in the model's order to the end: a table with another header starts here. Put the header in the first line");

    /// <summary>Asked of a file that states other codes for a column than the model's, or some that nobody can compare with them.</summary>
    public string OwnCodes(Feature feature) => Say(
        $"la codificación del modelo ({CodesOf(feature)}); el archivo dice otra, o una que no se puede comprobar. ",
        $"the model's coding ({CodesOf(feature)}); the file states another one, or one that cannot be checked. ")
        + (feature.Words.Count > 0
            ? Say("Escriba las palabras en lugar de los códigos, quite esa nota y envíelo de nuevo",
                "Write the words in place of the codes, remove that note and send it again")
            : Say("Si los valores son los del modelo, quite esa nota y envíelo de nuevo; si no, cámbielos antes",
                "If the values are the model's, remove that note and send it again; if not, change them first"));

    /// <summary>Asked of a number that several rows have, far from all others.</summary>
    public string NoMissingCode(Feature feature, string cell) => CellOf(feature) + Say(
        $"; {cell} está en varias filas, lejos de los demás valores, y parece un código de «sin dato». Escriba el valor"
            + (feature.AllowsEmpty ? " o deje la celda vacía" : ""),
        $"; {cell} stands in several rows, far from the other values, and looks like a code for missing data. Write the value"
            + (feature.AllowsEmpty ? " or leave the cell empty" : ""));

    private string CodesOf(Feature feature) => feature switch
    {
        { Words.Count: > 0 and <= MaxWords } =>
            string.Join(", ", feature.Words.OrderBy(word => word.Code).Select(word => $"{Number(word.Code)} = {word.Word}")),
        { Kind: FeatureKind.Binary, Words.Count: 0 } => Say("0 = no, 1 = sí", "0 = no, 1 = yes"),
        _ => CellOf(feature),
    };

    public string Columns(int count) => count == 1 ? Say("1 columna", "1 column") : Say($"{count} columnas", $"{count} columns");

    /// <summary>A column as the file names it, with the label of its feature where that says more.</summary>
    public string Column(string name, Feature feature)
    {
        var label = TextFold.WithoutBrackets(Say(feature.LabelEs, feature.LabelEn));
        return TextFold.Key(TextFold.WithoutBrackets(name)) == TextFold.Key(label) ? name : $"{name} ({label})";
    }

    /// <summary>The problem of a cell that was not read.</summary>
    public RowProblem OfCell(long line, string column, Feature feature, string cell) =>
        new(line, column, CellText.IsBlank(cell) ? Empty : CellText.Shorten(cell), Expected(feature, CellParser.FaultOf(cell), cell));

    /// <summary>What a cell may hold, and what is wrong with this one.</summary>
    public string Expected(Feature feature, CellFault fault, string cell) => fault switch
    {
        CellFault.Missing when !CellText.IsBlank(cell) =>
            CellOf(feature) + Say("; el modelo no admite aquí celdas sin dato", "; the model takes no missing values here"),
        CellFault.Ambiguous when feature.Kind is FeatureKind.Integer or FeatureKind.Number => CellOf(feature) + Ambiguous(cell),
        CellFault.Percent => CellOf(feature) + Say(", sin el signo %", ", without the % sign"),
        CellFault.Date => CellOf(feature)
            + Say("; la hoja de cálculo convirtió el valor en una fecha", "; the spreadsheet made a date of the value"),
        _ => CellOf(feature, cell) + Coded(feature, CellText.Clean(cell)) + Damaged(feature, CellText.Clean(cell)),
    };

    private string Coded(Feature feature, string cell) => CodedWords.Find(feature, cell) is not { } word ? ""
        : Say($"; parece «{word}» con un código: escriba solo la palabra", $"; it looks like \"{word}\" with a code: write the word alone");

    private string Damaged(Feature feature, string cell)
    {
        var (word, hasLost) = (DamagedText.FindWord(feature, cell), DamagedText.HasLostLetter(cell));
        return word is null && !hasLost ? ""
            : (word is null ? Say("; las tildes llegaron dañadas", "; its accents are damaged")
                : Say($"; parece «{word}» con las tildes dañadas", $"; it looks like \"{word}\" with damaged accents"))
            + Say(". Exporte el archivo otra vez como CSV UTF-8 o libro de Excel",
                ". Export the file again as CSV UTF-8 or as an Excel workbook");
    }

    /// <summary>What a feature's cells may hold.</summary>
    /// <param name="cell">A cell that is none of it; of many words the nearest ones are named.</param>
    public string CellOf(Feature feature, string cell = "")
    {
        var number = feature.Kind switch
        {
            FeatureKind.Binary => "0, 1",
            FeatureKind.Category when feature.Words.Count > MaxWords => "",
            FeatureKind.Category when feature.Words.Count > 0 =>
                string.Join(", ", feature.Words.Select(word => Number(word.Code)).Distinct()),
            FeatureKind.Number => Say("un número", "a number") + Range(feature),
            _ => Say("un número entero", "a whole number") + Range(feature),
        };
        var words = feature.Words.Select(word => word.Word).Distinct().ToList();
        return words.Count switch
        {
            0 => number,
            <= MaxWords => number + ", " + string.Join(", ", words),
            _ => Say($"una de sus {words.Count} palabras, por ejemplo ", $"one of its {words.Count} words, such as ")
                + string.Join(", ", NearestWords.To(cell, words)),
        };
    }

    private string Ambiguous(string cell)
    {
        var text = CellText.Clean(cell);
        var mark = text.IndexOfAny(['.', ',']);
        var (small, large) = (text[..mark], text.Remove(mark, 1));
        return Say(
            $"; {text} puede ser {small} o {large}: escríbalo sin separador de miles",
            $"; {text} may be {small} or {large}: write it without a thousands separator");
    }

    private string Range(Feature feature) => (feature.Minimum, feature.Maximum) switch
    {
        ({ } minimum, { } maximum) => Say($" de {Number(minimum)} a {Number(maximum)}", $" from {Number(minimum)} to {Number(maximum)}"),
        ({ } minimum, null) => Say($" de {Number(minimum)} en adelante", $" of {Number(minimum)} or more"),
        (null, { } maximum) => Say($" de {Number(maximum)} como máximo", $" of {Number(maximum)} at most"),
        _ => "",
    };
}
