namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>Compares the codes that a column's name states with a feature's, as a cohort's header is compared.</summary>
public static class ColumnCodes
{
    private const int MaxRows = 2000;
    private const int MaxCells = 8;

    /// <summary>Whether a name states codes of its column, or that its values mean the opposite: <c>abandono (0=sí)</c>.</summary>
    public static bool AreIn(string name) => FeatureCoding.SaysReversed(name)
        || CodingText.Clauses(name).SelectMany(clause => clause.Pairs).Any(pair => pair.IsExplicit)
        || TextFold.InBrackets(name)
            .Any(note => note.Any(char.IsAsciiDigit) && CodingText.Clauses(note).Any(clause => clause.Pairs.Count > 0));

    /// <summary>What the lines without data say that values mean: the line, a value or code, and its meaning, all folded.</summary>
    public static IEnumerable<(string Note, string Left, string Right)> StatedIn(IEnumerable<TableNote> notes)
    {
        IReadOnlyList<string> before = [];
        foreach (var cells in notes.Select(note => note.Cells))
        {
            var texts = SidewaysCodes.NoteOf(before, cells, _ => false) is { } sideways ? cells.Append(sideways) : cells;
            before = cells;
            foreach (var (text, pair) in texts.SelectMany(text => CodingText.Clauses(text).SelectMany(clause => clause.Pairs)
                .Where(pair => pair.IsExplicit || CodingText.IsNumber(pair.Left)).Select(pair => (text, pair))))
            {
                yield return (string.Join(' ', cells.Append(text).Select(TextFold.Fold)), pair.Left, pair.Right);
            }
        }
    }

    /// <summary>Finds a legend, in the lines without data or beside the rows, that contradicts the codes of a feature. What nobody can
    /// compare is left: rows that are trained on have no other codes.</summary>
    /// <param name="columns">The column of each feature.</param>
    /// <returns>The legend with its place, and what is expected in place of it, in English; null where there is none.</returns>
    public static RowProblem? FindContradiction(IReadOnlyList<Feature> features, IReadOnlyList<string> header, int[] columns,
        IReadOnlyList<TableNote> notes, IReadOnlyList<TableRow> rows)
    {
        var lines = rows.Take(MaxRows).Select(row => new SampleLine(row.Line, row.Cells)).ToList();
        var codings = new StatedCodings(new StudentSchema { Features = features }, header, columns, () => lines)
        {
            ContradictionsOnly = true,
        };
        var texts = new ProblemTexts(ReportLanguage.English);
        foreach (var note in notes.Concat(rows.SelectMany(row => NotesIn(row, header, columns))))
        {
            if (codings.FindInNote(note.Cells) is { } found)
            {
                return new RowProblem(note.Sheet is null ? note.Line : 0, found.Name, note.Sheet is { } sheet
                    ? texts.InSheet(sheet, note.Line, CellText.Shorten(found.Note)) : CellText.Shorten(found.Note),
                    texts.OwnCodes(features[found.Feature]));
            }
        }

        return null;
    }

    /// <summary>A row with few cells is a note; so is a cell with an equals sign in a column that is not a feature.</summary>
    private static IEnumerable<TableNote> NotesIn(TableRow row, IReadOnlyList<string> header, int[] columns)
    {
        var filled = row.Cells.Count(cell => cell.Length > 0);
        if (filled <= Math.Clamp(header.Count / 2, 1, MaxCells))
        {
            return [new TableNote(null, row.Line, row.Cells)];
        }

        return row.Cells
            .Select((cell, column) => (Cell: cell, Column: column))
            .Where(cell => cell.Cell.Contains('=', StringComparison.Ordinal) && !columns.Contains(cell.Column))
            .Select(cell => new TableNote(null, row.Line, [$"{string.Join(" / ", TextFold.Words(header[cell.Column]))}: {cell.Cell}"]));
    }

    /// <returns>What is expected in place of the name's codes, in English; null where they are the feature's, or none.</returns>
    public static string? FindOther(Feature feature, string name)
    {
        var schema = new StudentSchema { Features = [feature] };
        return new StatedCodings(schema, [name], [0], () => []).FindInNames([name]) is null ? null
            : new ProblemTexts(ReportLanguage.English).OwnCodes(feature);
    }
}
