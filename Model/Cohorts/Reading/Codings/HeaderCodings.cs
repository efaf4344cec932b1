namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>Refuses a file whose header, first lines or other sheets state other codes than the model's: each value would be turned
/// round.</summary>
internal sealed class HeaderCodings(StudentSchema schema, ProblemTexts texts, SheetNotes sheets)
{
    /// <param name="columns">The column of each feature, in the schema's order.</param>
    /// <param name="rows">The first rows below the header.</param>
    /// <exception cref="CohortFormatException">A note states other codes, or letters M that may be women or men.</exception>
    public void Refuse(SampleLine header, FileSample sample, int[] columns, Func<IReadOnlyList<SampleLine>> rows)
    {
        var codings = new StatedCodings(schema, header.Cells, columns, rows);
        if (codings.FindAround(header, sample.Lines) is { } found)
        {
            throw Refusal((found.Line ?? header).Number, found, texts.OwnCodes(schema.Features[found.Feature]));
        }

        foreach (var (sheet, line) in sheets.Lines)
        {
            if (codings.FindInNote(line.Cells) is { } other)
            {
                throw Refusal(0, other with { Note = texts.InSheet(sheet, line.Number, other.Note) },
                    texts.OwnCodes(schema.Features[other.Feature]));
            }
        }

        if (FindMixedLetters(sample.Lines.Where(line => line.Number > header.Number), columns) is { } feature)
        {
            throw Refusal(header.Number, new StatedDifference(feature, header.Cells[columns[feature]], "M"),
                texts.OneAlphabet(schema.Features[feature]));
        }
    }

    private CohortFormatException Refusal(long line, StatedDifference found, string expected) => new(new RowProblem(
        line, texts.Column(found.Name, schema.Features[found.Feature]), CellText.Shorten(found.Note), expected));

    /// <summary>M beside Hombre and nothing else: who wrote the man in full may mean a woman by M.</summary>
    private int? FindMixedLetters(IEnumerable<SampleLine> lines, int[] columns)
    {
        for (var feature = 0; feature < columns.Length; feature++)
        {
            if (SexWords.HasLetters(schema.Features[feature]))
            {
                var column = columns[feature];
                var cells = lines.Where(line => column < line.Cells.Length).Select(line => TextFold.Fold(line.Cells[column])).ToHashSet();
                if (cells.Contains("m") && cells.Any(SexWords.IsMan)
                    && cells.All(cell => cell.Length == 0 || cell == "m" || SexWords.IsMan(cell)))
                {
                    return feature;
                }
            }
        }

        return null;
    }
}
