using System.Buffers;
using Antivirus.Model.Cohorts.Reading.Codings;
using CsvHelper;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Looks again at the rows that are not students as they stand: some are neither students nor problems, and are skipped and
/// counted.</summary>
internal sealed class OddRows(StudentSchema schema, CohortLayout layout, CellParser[] parsers, StatisticRows statistics,
    ProblemTexts texts)
{
    private const int MaxDescriptions = 3;
    private readonly long[] _counts = new long[(int)SkippedKind.Totals + 1];
    // With what DOS ends a file with, and what databases fill it up with.
    private readonly SearchValues<byte> _blanks = SearchValues.Create([(byte)layout.Separator, .. " \t\r\n\u001a\0"u8]);

    // A name such as 2024 is found among cells without a letter.
    private readonly bool _namesHaveLetters = schema.Features.All(feature =>
        ((string[])[feature.Name, feature.LabelEs, feature.LabelEn, .. feature.Aliases])
            .All(name => name.Length == 0 || TextFold.WithoutBrackets(name).Any(char.IsLetter)));

    private FeatureNames? _names;
    private NoteRows? _notes;

    /// <summary>Lines above the header that hold something.</summary>
    public long AboveHeader { get; set; }

    public SkippedLines Counts => new()
    {
        AboveHeader = AboveHeader,
        Blank = _counts[(int)SkippedKind.Blank],
        Description = _counts[(int)SkippedKind.Description],
        RepeatedHeader = _counts[(int)SkippedKind.RepeatedHeader],
        Totals = _counts[(int)SkippedKind.Totals],
    };

    public void CountAbove(string[] cells)
    {
        if (SkippedRows.IsBlank(cells))
        {
            _counts[(int)SkippedKind.Blank]++;
        }
        else
        {
            AboveHeader++;
        }
    }

    /// <summary>Whether the row is skipped; counts it.</summary>
    /// <param name="isFirst">Whether no student and no problem came before it.</param>
    /// <exception cref="CohortFormatException">Another table with other columns starts here.</exception>
    public bool Skip(RecordReader records, bool isFirst)
    {
        if (IsBlank(records.Current))
        {
            _counts[(int)SkippedKind.Blank]++;
            return true;
        }

        _notes ??= new NoteRows(schema, layout, texts);
        _notes.Refuse(records);
        if (!isFirst && IsCertainlyNone(records.Current))
        {
            return false;
        }

        var cells = FileSample.CellsOf(records);
        if (isFirst && layout.HeaderLine == 0 && cells.Length > 0 && SeparatorLine.Is(new SampleLine(records.Line, cells)))
        {
            AboveHeader++;
            return true;
        }

        var kind = KindOf(cells, records.Line, isFirst);
        _notes.Refuse(kind, cells, records.Line);
        _counts[(int)kind]++;
        return kind != SkippedKind.None;
    }

    /// <summary>Whether the record is nothing but separators and blanks.</summary>
    public bool IsBlank(CsvReader row) => row.RawRecord.IndexOfAnyExcept(_blanks) < 0;

    /// <summary>
    /// Quick, and true for most rows of a file that is not a cohort: the first value is one word, no cell is a statistic's label, and fewer
    /// cells than a header names have a letter.
    /// </summary>
    private bool IsCertainlyNone(CsvReader row)
    {
        var (withLetters, isFirst) = (0, true);
        for (var column = 0; column < row.FieldCount; column++)
        {
            var cell = row.GetSpan(column).Trim(" \t"u8);
            if (cell.IsEmpty)
            {
                continue;
            }

            if ((isFirst && !IdCell.IsLettersAndDigits(cell))
                || (StatisticLabels.MayBe(cell) && StatisticLabels.Is(CellText.Clean(CellText.Decode(cell)))))
            {
                return false;
            }

            isFirst = false;
            withLetters += cell.IndexOfAnyExceptInRange((byte)0, (byte)'@') < 0 ? 0 : 1;
        }

        return !isFirst && _namesHaveLetters && withLetters * 2 < schema.Features.Count;
    }

    private SkippedKind KindOf(string[] cells, long line, bool isFirst)
    {
        if (SkippedRows.IsBlank(cells))
        {
            return SkippedKind.Blank;
        }

        _names ??= new FeatureNames(schema.Features);
        var named = _names.CountNamed(cells);
        if (named * 2 >= schema.Features.Count && named >= Math.Min(2, schema.Features.Count))
        {
            return IsSameHeader(cells) ? SkippedKind.RepeatedHeader : throw new CohortFormatException(new RowProblem(
                line, null, CellText.Shorten(string.Join(layout.Separator, cells)),
                    layout.HeaderLine > 0 ? texts.SameHeader(layout.HeaderLine) : texts.SameOrder));
        }

        var id = layout.IdColumn < cells.Length ? cells[layout.IdColumn] : "";
        return IsTotal(cells, id) || IsFootnote(cells, id) ? SkippedKind.Totals
            : isFirst && _counts[(int)SkippedKind.Description] < MaxDescriptions && IsDescription(cells, id) ? SkippedKind.Description
            : SkippedKind.None;
    }

    /// <summary>A label in place of the id, in a column that is not used, or where a feature cannot have it and the id is none.</summary>
    private bool IsTotal(string[] cells, string id) =>
        StatisticLabels.Is(id)
        || statistics.Judge(cells, id, out _) == RowVerdict.Statistic
        || ((id.Length == 0 || statistics.Ids.Compare(id) == IdLikeness.Other)
            && layout.FeatureColumns.Where((column, feature) => column < cells.Length
            && StatisticLabels.Is(cells[column]) && !parsers[feature].TryParse(cells[column], out _)).Any());

    /// <summary>A source, a page, a signature: words in place of the id, or of everything, and no value of a feature.</summary>
    private bool IsFootnote(string[] cells, string id)
    {
        var first = cells.FirstOrDefault(cell => !CellText.IsBlank(cell)) ?? "";
        if ((id.Length > 0 && id != first) || HoldsValue(cells))
        {
            return false;
        }

        var isEmpty = !layout.FeatureColumns.Any(column => column < cells.Length && cells[column].Length > 0);
        return Footnotes.Is(first)
            || (isEmpty && first.Any(char.IsWhiteSpace) && statistics.Ids.Compare(first) == IdLikeness.Other);
    }

    private bool IsSameHeader(string[] cells)
    {
        for (var feature = 0; feature < layout.FeatureColumns.Length; feature++)
        {
            var column = layout.FeatureColumns[feature];
            if (column >= cells.Length || _names!.Find(cells[column]) != feature)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Units or allowed values below the header: no cell of a feature holds a value, and no id is there.</summary>
    private bool IsDescription(string[] cells, string id) => !id.Any(char.IsAsciiDigit) && !HoldsValue(cells);

    private bool HoldsValue(string[] cells) => layout.FeatureColumns.Where((column, feature) =>
        column < cells.Length && cells[column].Length > 0 && parsers[feature].TryParse(cells[column], out var value)
            && !float.IsNaN(value)).Any();
}
