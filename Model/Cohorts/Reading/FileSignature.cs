namespace Antivirus.Model.Cohorts.Reading;

/// <summary>A kind of file that is not a table of text, known by its first bytes whatever its name says.</summary>
public sealed record FileSignature
{
    private const int SearchedBytes = 4096;
    private static readonly FileSignature[] Known =
    [
        Of("un archivo ZIP vacío", "an empty ZIP file", Advice.Unpack, "PK\u0005\u0006"u8),
        Of("un archivo PDF", "a PDF file", Advice.Export, "%PDF"u8),
        Of("un archivo Parquet", "a Parquet file", Advice.Export, "PAR1"u8),
        Of("un archivo Arrow o Feather", "an Arrow or Feather file", Advice.Export, "ARROW1"u8),
        Of("un archivo Feather", "a Feather file", Advice.Export, "FEA1"u8),
        Of("un archivo de Stata (.dta)", "a Stata file (.dta)", Advice.Stata, "<stata_dta>"u8),
        Of("un archivo de SPSS (.sav)", "an SPSS file (.sav)", Advice.Spss, "$FL2"u8),
        Of("un archivo de SPSS (.zsav)", "an SPSS file (.zsav)", Advice.Spss, "$FL3"u8),
        Of("un archivo portátil de SPSS (.por)", "an SPSS portable file (.por)", Advice.Spss, "ASCII SPSS PORT FILE"u8),
        Of("un archivo de SAS (.xpt)", "a SAS file (.xpt)", Advice.Export, "HEADER RECORD*******LIB"u8),
        Of("un archivo de R (.rds o .RData)", "an R file (.rds or .RData)", Advice.R, "RDX"u8),
        Of("una base de datos SQLite", "an SQLite database", Advice.Export, "SQLite format 3"u8),
        Of("un archivo RAR", "a RAR file", Advice.Unpack, "Rar!"u8),
        Of("un archivo 7z", "a 7z file", Advice.Unpack, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
        Of("un archivo comprimido con bzip2", "a file packed with bzip2", Advice.Unpack, "BZh"u8),
        Of("un archivo comprimido con xz", "a file packed with xz", Advice.Unpack, [0xFD, 0x37, 0x7A, 0x58, 0x5A]),
        Of("un archivo comprimido con zstd", "a file packed with zstd", Advice.Unpack, [0x28, 0xB5, 0x2F, 0xFD]),
        Of("un documento RTF", "an RTF document", Advice.Export, "{\\rtf"u8),
        Of("una imagen PNG", "a PNG picture", Advice.Export, [0x89, 0x50, 0x4E, 0x47]),
        Of("una imagen JPEG", "a JPEG picture", Advice.Export, [0xFF, 0xD8, 0xFF]),
        Of("un texto en UTF-32", "a text in UTF-32", Advice.Utf8, [0xFF, 0xFE, 0, 0]),
        Of("un texto en UTF-32", "a text in UTF-32", Advice.Utf8, [0, 0, 0xFE, 0xFF]),
    ];

    private static readonly byte[] Compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    private static readonly FileSignature Encrypted =
        Of("un libro de Excel protegido con contraseña", "an Excel workbook that is protected by a password", Advice.Password, default);
    private static readonly FileSignature OldWorkbook = Of("un libro de Excel antiguo (.xls) o protegido con contraseña",
        "an old Excel workbook (.xls) or one with a password", Advice.Spreadsheet, default);
    private static readonly FileSignature Html = Of("una página web (HTML), aunque su nombre diga otra cosa",
        "a web page (HTML), whatever its name says", Advice.Spreadsheet, default);
    private static readonly FileSignature XmlSpreadsheet =
        Of("una hoja de cálculo XML de 2003", "an XML spreadsheet of 2003", Advice.Spreadsheet, default);
    private static readonly FileSignature Xml = Of("un archivo XML", "an XML file", Advice.Export, default);
    private static readonly FileSignature Json = Of("un archivo JSON", "a JSON file", Advice.Export, default);
    private static readonly FileSignature Stata = Of("un archivo de Stata (.dta)", "a Stata file (.dta)", Advice.Stata, default);
    private static readonly FileSignature Sas = Of("un archivo de SAS (.sas7bdat)", "a SAS file (.sas7bdat)", Advice.Export, default);
    private static readonly FileSignature Binary = Of("un archivo que no es texto", "a file that is not text", Advice.Export, default);

    private readonly byte[] _start;

    private FileSignature(byte[] start, string spanish, string english, Advice advice)
    {
        _start = start;
        (Spanish, English) = (spanish, english);
        (AdviceSpanish, AdviceEnglish) = TextOf(advice);
    }

    /// <summary>What to do with such a file.</summary>
    private enum Advice
    {
        Spreadsheet,
        Unpack,
        Export,
        Stata,
        Spss,
        R,
        Utf8,
        Password,
    }

    /// <summary>What the file is.</summary>
    public string Spanish { get; }

    public string English { get; }

    /// <summary>How to make a file of it that can be read.</summary>
    public string AdviceSpanish { get; }

    public string AdviceEnglish { get; }

    /// <summary>The kind of a file that starts with these bytes; null for text, gzip and what is not known.</summary>
    /// <param name="start">The first bytes, unpacked and without byte order mark; a few hundred are enough.</param>
    public static FileSignature? Detect(ReadOnlySpan<byte> start)
    {
        foreach (var signature in Known)
        {
            if (start.StartsWith(signature._start))
            {
                return signature;
            }
        }

        if (start.StartsWith(Compound))
        {
            return start.IndexOf("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"u8) >= 0 ? Encrypted : OldWorkbook;
        }

        return Utf16Text.Find(start, out _) is not null ? null : DetectMarkup(start.TrimStart(" \t\r\n"u8)) ?? DetectBinary(start);
    }

    /// <summary>Whether it is a ZIP package, as .xlsx and .xlsm are.</summary>
    public static bool IsZip(ReadOnlySpan<byte> start) => start.StartsWith("PK\u0003\u0004"u8);

    public static bool IsGzip(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    private static FileSignature? DetectMarkup(ReadOnlySpan<byte> start)
    {
        var searched = start[..Math.Min(start.Length, SearchedBytes)];
        return start switch
        {
            [(byte)'<', ..] when StartsWithTag(start, "<?xml"u8) =>
                searched.IndexOf("office:spreadsheet"u8) >= 0 ? XmlSpreadsheet : HasHtml(searched) ? Html : Xml,
            [(byte)'<', ..] when StartsWithTag(start, "<!doctype"u8) || HasHtml(start[..Math.Min(start.Length, 8)]) => Html,
            [(byte)'<', (byte)'!' or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z'), ..] =>
                HasHtml(searched) ? Html : searched.Contains((byte)'>') ? Xml : null,
            [(byte)'{', ..] or [(byte)'[', (byte)'{' or (byte)'[', ..] => Json,
            _ => null,
        };
    }

    private static bool HasHtml(ReadOnlySpan<byte> text)
    {
        Span<byte> lower = stackalloc byte[text.Length];
        System.Text.Ascii.ToLower(text, lower, out var length);
        lower = lower[..length];
        return lower.IndexOf("<html"u8) >= 0 || lower.IndexOf("<table"u8) >= 0 || lower.IndexOf("<meta"u8) >= 0
            || lower.IndexOf("<head"u8) >= 0;
    }

    private static bool StartsWithTag(ReadOnlySpan<byte> text, ReadOnlySpan<byte> tag) =>
        text.Length >= tag.Length && System.Text.Ascii.EqualsIgnoreCase(text[..tag.Length], tag);

    private static FileSignature? DetectBinary(ReadOnlySpan<byte> start)
    {
        if (start is [>= 0x69 and <= 0x73, 1 or 2, 1, 0, ..])
        {
            return Stata;
        }

        if (start.Length > 16 && start[..12].IndexOfAnyExcept((byte)0) < 0
            && start[12..].StartsWith((ReadOnlySpan<byte>)[0xC2, 0xEA, 0x81, 0x60]))
        {
            return Sas;
        }

        // One NUL in a cell costs its row alone; a file that is full of them is not text.
        var searched = start[..Math.Min(start.Length, SearchedBytes)];
        var controls = searched.Count((byte)0) + searched.Count((byte)1) + searched.Count((byte)2) + searched.Count((byte)3);
        return start.StartsWith("\0"u8) || controls * 20 > searched.Length ? Binary : null;
    }

    private static FileSignature Of(string spanish, string english, Advice advice, ReadOnlySpan<byte> start) =>
        new(start.ToArray(), spanish, english, advice);

    private static (string Spanish, string English) TextOf(Advice advice) => advice switch
    {
        Advice.Spreadsheet => (
            "una tabla: ábralo en Excel o LibreOffice y use Archivo > Guardar como > CSV UTF-8 o Libro de Excel (.xlsx)",
            "a table: open it in Excel or LibreOffice and use File > Save as > CSV UTF-8 or Excel workbook (.xlsx)"),
        Advice.Unpack =>
            ("el archivo CSV que está dentro: descomprímalo y envíe ese archivo", "the CSV file inside it: unpack it and send that file"),
        Advice.Stata => ("una tabla en CSV: en Stata, export delimited using estudiantes.csv",
            "a CSV table: in Stata, export delimited using students.csv"),
        Advice.Spss => ("una tabla en CSV: en SPSS, Archivo > Guardar como > CSV", "a CSV table: in SPSS, File > Save as > CSV"),
        Advice.R => ("una tabla en CSV: en R, write.csv(datos, \"estudiantes.csv\", row.names = FALSE)",
            "a CSV table: in R, write.csv(data, \"students.csv\", row.names = FALSE)"),
        Advice.Password => (
            "un libro sin contraseña: en Excel, Archivo > Información > Proteger libro > Cifrar con contraseña, borre la contraseña y " +
                "guárdelo",
            "a workbook without a password: in Excel, File > Info > Protect Workbook > Encrypt with Password, clear the password and save"),
        Advice.Utf8 => ("un CSV en UTF-8: guárdelo de nuevo como CSV UTF-8", "a CSV file in UTF-8: save it again as CSV UTF-8"),
        _ => ("una tabla en CSV con una fila por estudiante, exportada del programa de origen",
            "a CSV table with one row per student, exported from the program that made it"),
    };
}
