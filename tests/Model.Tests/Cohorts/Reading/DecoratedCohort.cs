using System.Globalization;
using System.IO.Compression;
using System.Text;
using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>A cohort drawn from a seed, plain and in the clothes that registrars' exports wear: the students are the same.</summary>
internal sealed class DecoratedCohort
{
    private static readonly string[] IdHeaders =
    [
        "id", "ID", "Código", "CÓDIGO", "codigo_estudiante", "Código del estudiante", "Matrícula", "N.º de matrícula", "Nº Matrícula",
            "Cédula", "Documento de identidad",
        "No. documento", "Carné", "RUT", "DNI", "R.A.", "student_id", "Student ID", "StudentNumber", "Student number", "Identificação",
            "Matrícula do aluno", "Legajo", "IdEstudiante",
    ];

    private static readonly (string Name, Func<int, string> Value)[] Extras =
    [
        ("Facultad", _ => "Ingeniería"),
        ("Programa", row => row % 2 == 0 ? "Derecho" : "Medicina"),
        ("Nombre", row => $"Ana Pérez, {row}"),
        ("Observación", row => row % 3 == 0 ? "" : "ok;\tsin = novedad"),
        ("", row => (row + 1).ToString(CultureInfo.InvariantCulture)),
        ("Fecha de nacimiento", row => $"200{row % 10}-03-1{row % 10}"),
        ("Dirección", row => $"Calle {row}\nApto {row}, \"torre\" 2"),
        ("Sede", row => $"S{row}"),
        ("Correo", row => $"e{row}@example.edu"),
        ("2025", row => (row * 17).ToString(CultureInfo.InvariantCulture)),
    ];

    private const int WorkbookEvery = 4;
    private readonly Random _random;
    private readonly IReadOnlyList<Feature> _features;
    private readonly List<string[]> _columns = [];
    private readonly List<string> _header = [];
    private char _separator;
    private bool _quotesAll;
    private bool _spacedQuotes;
    private bool _wrapped;

    public DecoratedCohort(int seed, IReadOnlyList<Feature> features)
    {
        _random = new Random(seed);
        _features = features;
        var count = _random.Next(2, 9);
        var prefix = _random.Next(3) switch { 0 => "EST", 1 => "20261", _ => "A-00" };
        Ids = [.. Enumerable.Range(0, count).Select(row => $"{prefix}{1000 + (row * 7)}")];
        Rows = [.. Enumerable.Range(0, count).Select(_ => features.Select(DrawValue).ToArray())];
        Content = Draw(isWorkbook: seed % WorkbookEvery == 0);
    }

    public IReadOnlyList<string> Ids { get; }

    /// <summary>Row by row, in the schema's order.</summary>
    public IReadOnlyList<float[]> Rows { get; }

    public byte[] Content { get; }

    private float DrawValue(Feature feature) => _random.Next((int)(feature.Minimum ?? 0), (int)Math.Min(feature.Maximum ?? 1, 90) + 1);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private byte[] Draw(bool isWorkbook)
    {
        _separator = ",;\t|"[_random.Next(4)];
        _wrapped = Chance(5);
        _quotesAll = Chance(20);
        _spacedQuotes = _quotesAll && Chance(40);
        AddColumns();
        var lines = new List<Line>();
        AddAbove(lines);
        lines.Add(new Line([.. _header]));
        if (Chance(15))
        {
            lines.Add(new Line([.. _header.Select((name, column) =>
                _columns[column] == _columns[IdIndex] ? "" : name.Length == 0 ? "" : "(solo lectura)")]));
        }

        AddRows(lines);
        return isWorkbook ? WorkbookClothes.Write([.. lines.Select(line => line.Cells)], _random) : Encode(lines.ConvertAll(TextOf));
    }

    private int IdIndex { get; set; }

    private void AddColumns()
    {
        var columns = new List<(string Name, string[] Values,
            bool IsId)> { (IdHeaders[_random.Next(IdHeaders.Length)], [.. Ids.Select(Disguise)], true) };
        columns.AddRange(_features.Select((feature, index) =>
            (Rename(feature), Rows.Select(row => Write(feature, row[index])).ToArray(), false)));
        if (Chance(60))
        {
            columns = [.. columns.OrderBy(_ => _random.Next())];
        }

        foreach (var extra in Extras.OrderBy(_ => _random.Next()).Take(_random.Next(5)))
        {
            columns.Insert(_random.Next(columns.Count + 1), (extra.Name, [.. Enumerable.Range(0, Ids.Count).Select(extra.Value)], false));
        }

        if (Chance(15))
        {
            columns.Add(("", [.. Ids.Select(_ => "")], false));
        }

        foreach (var (name, values, isId) in columns)
        {
            IdIndex = isId ? _header.Count : IdIndex;
            _header.Add(name);
            _columns.Add(values);
        }
    }

    private string Disguise(string id) => _random.Next(12) switch
    {
        0 => $" {id}\u00A0",
        1 => $"\u200B{id}",
        _ => id,
    };

    private string Rename(Feature feature)
    {
        var name = _random.Next(6) switch
        {
            0 => feature.LabelEs,
            1 => feature.LabelEn,
            2 => feature.Name.ToUpperInvariant(),
            3 => $" {feature.Name}_",
            4 => $"{feature.Name} (unidad)",
            _ => feature.Name,
        };
        return Chance(10) ? name.Replace("ñ", "n\u0303", StringComparison.Ordinal).Replace("ó", "o\u0301", StringComparison.Ordinal) : name;
    }

    private string Write(Feature feature, float value)
    {
        var number = value.ToString(CultureInfo.InvariantCulture);
        if (feature.Words.FirstOrDefault(word => word.Code == value) is not { } word)
        {
            return Chance(5) ? $"{number}.0" : Chance(3) ? $" {number} " : number;
        }

        var isYesNo = feature.Words.Any(other => other.Word == "yes");
        return _random.Next(4) switch
        {
            0 => number,
            1 => word.LabelEs ?? word.Word,
            2 when isYesNo => value == 1 ? ((string[])["Sí", "SI", "x", "Verdadero", "sim"])[_random.Next(5)]
                : ((string[])["No", "FALSO", "n", "não", "0"])[_random.Next(5)],
            _ => word.Word.ToUpperInvariant(),
        };
    }

    private void AddAbove(List<Line> lines)
    {
        if (Chance(15) && !_wrapped)
        {
            lines.Add(new Line([$"sep={_separator}"], IsRaw: true));
        }

        string[] titles = ["Universidad de Ejemplo", "Cohorte 2026-1", "# exportado", "Fecha: 01/02/2026", "UTF-8", "",
            "Reporte de estudiantes: salud y ausencias"];
        lines.AddRange(titles.OrderBy(_ => _random.Next()).Take(Chance(40) ? _random.Next(1, 5) : 0)
            .Select(title => new Line([title], IsRaw: true, After: Chance(50) ? new string(_separator, _header.Count - 1) : "")));
        if (Chance(15))
        {
            lines.Add(new Line([.. _header.Select((_, column) => column % 6 == 1 ? "Grupo de datos" : "")]));
        }
    }

    private void AddRows(List<Line> lines)
    {
        var trails = Chance(10) ? new string(_separator, 1) : "";
        for (var row = 0; row < Ids.Count; row++)
        {
            if (Chance(5))
            {
                lines.Add(new Line([""], IsRaw: true, After: Chance(50) ? "" : new string(_separator, _header.Count - 1)));
            }

            if (Chance(4))
            {
                lines.Add(new Line([.. _header], Before: row % 2 == 0 ? "\uFEFF" : ""));
            }

            var index = row;
            lines.Add(new Line([.. _columns.Select(values => values[index])],
                Before: Chance(3) && row > 0 && !_quotesAll ? "\uFEFF" : "", After: trails));
        }

        if (Chance(20))
        {
            lines.Add(new Line([.. _header.Select((_, column) => column == IdIndex ? "TOTAL" : column % 3 == 0 ? "12" : "")]));
        }
    }

    private string TextOf(Line line) => line.Before + (line.IsRaw ? line.Cells[0] : Join(line.Cells)) + line.After;

    private string Join(IReadOnlyList<string> cells)
    {
        var line = string.Join(_separator + (_spacedQuotes ? " " : ""), cells.Select(Quote));
        return _wrapped && !line.Contains('\n', StringComparison.Ordinal) ? $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : line;
    }

    private string Quote(string cell)
    {
        var mustBe = cell.AsSpan().IndexOfAny(',', ';', '\t') >= 0 || cell.AsSpan().IndexOfAny('|', '"', '\n') >= 0;
        return mustBe || _quotesAll ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }

    private byte[] Encode(List<string> lines)
    {
        var end = Chance(50) ? "\r\n" : Chance(90) ? "\n" : "\r";
        var text = string.Join(end, lines) + (Chance(80) ? end : "");
        var bytes = _random.Next(8) switch
        {
            0 => (byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            1 => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            2 => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
            3 => Encoding.Unicode.GetBytes(text),
            4 when text.All(character => character < '\u0100') => Encoding.Latin1.GetBytes(text),
            _ => Encoding.UTF8.GetBytes(text),
        };
        return Chance(10) ? Pack(bytes) : bytes;
    }

    private static byte[] Pack(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>One line of the file.</summary>
    /// <param name="IsRaw">Whether its one cell is written without quotes.</param>
    /// <param name="Before">What text files have before the cells.</param>
    /// <param name="After">What text files have behind them.</param>
    private sealed record Line(string[] Cells, bool IsRaw = false, string Before = "", string After = "");
}
