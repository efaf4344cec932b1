using CsvHelper;

namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>Looks through the rows of a file that are not students for codes that are not the model's: legends, units, another
/// header.</summary>
internal sealed class NoteRows(StudentSchema schema, CohortLayout layout, ProblemTexts texts)
{
    // A file with more such rows has no legend that anybody would read.
    private const int MaxNotes = 2000;
    private const int MaxCells = 8;
    private readonly StatedCodings _codings = new(schema, layout.Header, layout.FeatureColumns, layout.SampleRows);
    private readonly int _maxCells = Math.Clamp(layout.ColumnCount / 2, 1, MaxCells);
    private int _notes;

    /// <exception cref="CohortFormatException">The row has few cells, as a legend does, and states other codes than the
    /// model's.</exception>
    public void Refuse(RecordReader records)
    {
        if (HasFewCells(records.Current) && (_notes++ < MaxNotes || records.Current.RawRecord.Contains((byte)'=')))
        {
            var cells = FileSample.CellsOf(records);
            var inNote = _codings.FindInNote(cells);
            var isWhole = cells.Length >= layout.NamedColumnCount;
            Refuse(inNote ?? (isWhole ? _codings.FindInCells(cells, explicitOnly: true) : null), records.Line);
        }
    }

    /// <param name="kind">What the row is skipped as.</param>
    /// <exception cref="CohortFormatException">It states other codes than the model's.</exception>
    public void Refuse(SkippedKind kind, string[] cells, long line) => Refuse(kind switch
    {
        SkippedKind.Description => _codings.FindInCells(cells),
        SkippedKind.RepeatedHeader => _codings.FindInNames(cells),
        _ => null,
    }, line);

    private void Refuse(StatedDifference? found, long line)
    {
        if (found is not null)
        {
            throw new CohortFormatException(new RowProblem(line, layout.FeatureNames[found.Feature], CellText.Shorten(found.Note),
                texts.OwnCodes(schema.Features[found.Feature])));
        }
    }

    private bool HasFewCells(CsvReader row)
    {
        var filled = 0;
        for (var column = 0; column < row.FieldCount && filled <= _maxCells; column++)
        {
            filled += row.GetSpan(column).IsEmpty ? 0 : 1;
        }

        return filled <= _maxCells;
    }
}
