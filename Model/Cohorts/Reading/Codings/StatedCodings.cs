namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>A note that says something else of a feature's codes than the model.</summary>
/// <param name="Feature">Index in the schema.</param>
/// <param name="Name">The feature's column as the file names it; empty without a header.</param>
internal sealed record StatedDifference(int Feature, string Name, string Note)
{
    /// <summary>The line of the note, where it is known.</summary>
    public SampleLine? Line { get; init; }
}

/// <summary>
/// Finds what a file says about the codes of its columns: in the header, in lines of units, in titles and legends. Where that is not what
/// the model's words and codes are, the column cannot be read.
/// </summary>
/// <param name="header">Names of all columns; empty for a file without a header.</param>
/// <param name="columns">The column of each feature, in the schema's order.</param>
/// <param name="rows">The first rows below the header.</param>
internal sealed class StatedCodings(StudentSchema schema, IReadOnlyList<string> header, int[] columns,
    Func<IReadOnlyList<SampleLine>> rows)
{
    private const int MaxNameWords = 8;
    private const int Foreign = -1;
    private readonly FeatureCoding?[] _codings = new FeatureCoding?[schema.Features.Count];
    private readonly HashSet<string>?[] _cells = new HashSet<string>?[schema.Features.Count];
    private readonly BoundColumns _bounds = new();
    private Dictionary<string, int>? _names;

    private IReadOnlyList<string> _lineBefore = [];
    private IReadOnlyList<string>? _besideBefore;

    // The columns that the note before named, for codes in lines of their own.
    private HashSet<int> _before = [];

    /// <summary>Whether only codes that contradict a feature's count, and not those that nobody can compare with it.</summary>
    public bool ContradictionsOnly { get; init; }

    /// <summary>The first such note in the header, above it, or beside the first rows in columns that nothing is read from.</summary>
    public StatedDifference? FindAround(SampleLine names, IReadOnlyList<SampleLine> lines)
    {
        var found = FindInNames(names.Cells);
        foreach (var line in lines)
        {
            if (found is not null)
            {
                break;
            }

            found = line.Number < names.Number ? FindInCells(line.Cells, explicitOnly: true) ?? FindInNote(line.Cells)
                : line.Number > names.Number ? FindBeside(line.Cells)
                : null;
            found = found is null ? null : found with { Line = line };
        }

        return found;
    }

    private StatedDifference? FindBeside(string[] cells)
    {
        var isStudent = Array.Exists(columns, column => column < cells.Length && cells[column].Length > 0);
        var unused = Unused(cells);
        for (var column = 0; isStudent && column < cells.Length; column++)
        {
            if (unused[column].Contains('=', StringComparison.Ordinal)
                && FindInLine([$"{string.Join(" / ", TextFold.Words(column < header.Count ? header[column] : ""))}: {cells[column]}"])
                    is { } found)
            {
                return found;
            }
        }

        var sideways = SidewaysCodes.NoteOf(_besideBefore ?? Unused(header), unused, IsName);
        _besideBefore = unused;
        return sideways is null ? null : FindInLine([sideways]);
    }

    private List<string> Unused(IReadOnlyList<string> cells) =>
        [.. cells.Select((cell, column) => Array.IndexOf(columns, column) < 0 ? cell : "")];

    /// <summary>The first name in a header that states other codes. Names, aliases and labels of the model state none.</summary>
    public StatedDifference? FindInNames(IReadOnlyList<string> names)
    {
        for (var feature = 0; feature < columns.Length; feature++)
        {
            var name = columns[feature] < names.Count ? names[columns[feature]] : "";
            if (name.AsSpan().IndexOfAny('(', '[') >= 0 && !IsOwnName(schema.Features[feature], name)
                && TextFold.InBrackets(TextFold.WithoutNumber(name))
                    .Any(note => CodingOf(feature).JudgeName(note) == CodingVerdict.Differs))
            {
                return Difference(feature, name);
            }
        }

        return null;
    }

    /// <summary>The first cell, in a line without values, that states other codes for its own column.</summary>
    /// <param name="explicitOnly">Whether only codes with an equals sign count, as in lines that are not certainly about the
    /// columns.</param>
    public StatedDifference? FindInCells(IReadOnlyList<string> cells, bool explicitOnly = false)
    {
        for (var feature = 0; feature < columns.Length; feature++)
        {
            var cell = columns[feature] < cells.Count ? cells[columns[feature]] : "";
            if (cell.Length > 1 && (!explicitOnly || cell.Contains('=', StringComparison.Ordinal))
                && CodingOf(feature).JudgeCell(cell) == CodingVerdict.Differs)
            {
                return Difference(feature, cell);
            }
        }

        return null;
    }

    /// <summary>The first column of which a title, a legend or another note states other codes, alone or with the line before
    /// it.</summary>
    public StatedDifference? FindInNote(IReadOnlyList<string> cells)
    {
        var sideways = SidewaysCodes.NoteOf(_lineBefore, cells, IsName);
        _lineBefore = cells;
        return (sideways is null ? null : FindInLine([sideways])) ?? FindInLine(cells);
    }

    private StatedDifference? FindInLine(IReadOnlyList<string> cells)
    {
        var note = new CodingNote(NamesIn, cells.Where(cell => !CellText.IsBlank(cell)).ToList());
        var bounds = _bounds.Read(cells);
        var isAboutBefore = note.Parts is [{ Columns.Count: 0, Pairs.Count: > 0 }, ..] && _before.Count > 0;
        foreach (var part in note.Parts)
        {
            var named = part.Columns.Count == 0 && isAboutBefore ? _before : part.Columns;
            var feature = named.Count > 0
                ? named.FirstOrDefault(column => column != Foreign && (DiffersAsNamed(column, part) || Exceeds(column, bounds)), Foreign)
                : Enumerable.Range(0, columns.Length).FirstOrDefault(column => DiffersUnnamed(column, part), Foreign);
            if (feature != Foreign)
            {
                return Difference(feature, string.Join(' ', cells.Where(cell => !CellText.IsBlank(cell))));
            }
        }

        _before = isAboutBefore ? _before : note.Parts is [{ Pairs.Count: 0 } only] ? only.Columns : [];
        return null;
    }

    private StatedDifference Difference(int feature, string note) =>
        new(feature, columns[feature] < header.Count ? header[columns[feature]] : "", note);

    private FeatureCoding CodingOf(int feature) => _codings[feature] ??= new FeatureCoding(schema.Features[feature]);

    private bool DiffersAsNamed(int feature, CodingNotePart part) =>
        part.SaysReversed || (!ContradictionsOnly && part.Ranges.Exists(range => range.IsOtherScale(schema.Features[feature])))
        || CodingOf(feature)
            .JudgePairs([.. part.Pairs.Where(pair => IsAbout(feature, pair, isNamed: true))], isNamed: !ContradictionsOnly)
            == CodingVerdict.Differs;

    /// <summary>Whether the largest allowed value is that of a longer scale; a smaller one may be the largest that was seen.</summary>
    private bool Exceeds(int feature, StatedRange? bounds) => !ContradictionsOnly && bounds is { } range
        && range.Maximum > schema.Features[feature].Maximum && range.IsOtherScale(schema.Features[feature]);

    private bool DiffersUnnamed(int feature, CodingNotePart part) =>
        part.Pairs.Count > 0
        && (part.Pairs.Exists(pair => CodingOf(feature).IsMissingValue(pair) && Holds(feature, pair.Left))
            || CodingOf(feature).JudgePairs([.. part.Pairs.Where(pair => IsAbout(feature, pair, isNamed: false))], isNamed: false)
                == CodingVerdict.Differs);

    /// <summary>Whether the column holds the code that the pair explains; counts of a summary are not codes.</summary>
    private bool IsAbout(int feature, StatedPair pair, bool isNamed)
    {
        var isKnown = CodingOf(feature).IsKnown(pair);
        return CodingText.IsNumber(pair.Left) ? (isKnown || (isNamed && pair.IsExplicit))
                && (Holds(feature, pair.Left) || (isNamed && IsOfScale(feature, pair)))
            : CodingText.IsNumber(pair.Right) ? isKnown && Holds(feature, pair.Right)
            : isKnown && (isNamed || Holds(feature, pair.Left) || Holds(feature, pair.Right));
    }

    private bool IsOfScale(int feature, StatedPair pair) =>
        schema.Features[feature].Kind is FeatureKind.Integer or FeatureKind.Number && ScaleWords.RankOf(pair.Right) is not null;

    private bool Holds(int feature, string side)
    {
        _cells[feature] ??= rows().Select(row => columns[feature] < row.Cells.Length ? row.Cells[columns[feature]] : "")
            .Select(cell => TextFold.Fold(cell.EndsWith(".0", StringComparison.Ordinal) ? cell[..^2] : cell))
            .ToHashSet(StringComparer.Ordinal);
        return _cells[feature]!.Contains(side);
    }

    private static bool IsOwnName(Feature feature, string name)
    {
        var key = TextFold.Key(name);
        return ((string[])[feature.Name, feature.LabelEs, feature.LabelEn, .. feature.Aliases]).Any(own =>
            TextFold.Key(own) == key && own.Contains('%', StringComparison.Ordinal) == name.Contains('%', StringComparison.Ordinal));
    }

    /// <summary>The columns that a text names, those of no feature as one.</summary>
    private HashSet<int> NamesIn(string text)
    {
        _names ??= AllNames();
        var words = TextFold.Words(text);
        var found = new HashSet<int>();
        for (var start = 0; start < words.Count; start++)
        {
            for (var count = Math.Min(MaxNameWords, words.Count - start); count > 0; count--)
            {
                if (_names.TryGetValue(string.Concat(words.Skip(start).Take(count)), out var column))
                {
                    found.Add(column);
                    start += count - 1;
                    break;
                }
            }
        }

        return found;
    }

    private bool IsName(string text) => (_names ??= AllNames()).ContainsKey(TextFold.Key(text));

    private Dictionary<string, int> AllNames()
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var feature = 0; feature < columns.Length; feature++)
        {
            var one = schema.Features[feature];
            var own = (string[])[one.Name, one.LabelEs, one.LabelEn, .. one.Aliases,
                columns[feature] < header.Count ? header[columns[feature]] : ""];
            foreach (var name in own.Concat(SexWords.NamesOf(one)).SelectMany(name =>
                (string[])[TextFold.Key(name), TextFold.Key(TextFold.WithoutBrackets(name))]))
            {
                names.TryAdd(name, feature);
            }
        }

        foreach (var name in header)
        {
            names.TryAdd(TextFold.Key(name), Foreign);
        }

        names.Remove("");
        return names;
    }
}
