using System.Text;
using CsvHelper;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Takes one record of a cohort file as a student, or says why it is not one.</summary>
internal sealed class RowReader
{
    private readonly CohortLayout _layout;
    private readonly StudentSchema _schema;
    private readonly ProblemTexts _texts;
    private readonly RecordReader _records;
    private readonly CellParser[] _parsers;
    private readonly DigitCells _digits;
    private readonly bool _isWorkbook;
    private readonly StatisticRows _statistics;
    private readonly CodesFromOne _codesFromOne;
    private readonly OwnCodings _ownCodings;
    private readonly SummaryRows _summaries;

    /// <param name="isWorkbook">Whether a date among the ids was one in its cell, and not a code.</param>
    public RowReader(RecordReader records, CohortLayout layout, StudentSchema schema, ProblemTexts texts, bool isWorkbook)
    {
        (_records, _layout, _schema, _texts, _isWorkbook) = (records, layout, schema, texts, isWorkbook);
        _parsers = layout.ParsersOf(schema);
        _digits = new DigitCells(_parsers);
        _statistics = new StatisticRows(layout);
        _summaries = new SummaryRows(schema, layout, _parsers, _statistics);
        _codesFromOne = new CodesFromOne(schema, layout);
        _ownCodings = new OwnCodings(schema, layout, _parsers);
        Odd = new OddRows(schema, layout, _parsers, _statistics, texts);
    }

    /// <summary>Looks again at the rows that are not students.</summary>
    public OddRows Odd { get; }

    /// <summary>Ids among the first rows that have fewer digits than the others, as if leading zeros were lost.</summary>
    public int ShorterIds => _summaries.HaveNumbersOfSeveralLengths ? CutIds.Count(_statistics.SampleIds) : 0;

    /// <summary>Whether a rejected row is described; if not, <see cref="RowProblem.Unlisted"/> stands for it, and costs next to
    /// nothing.</summary>
    public bool IsListing { get; set; } = true;

    /// <summary>Takes the row into the batch; returns its problem when it cannot.</summary>
    public RowProblem? Read(StudentBatch batch)
    {
        var reader = _records.Current;
        if ((_records.HasOddQuotes && (_records.IsOpen || QuoteWatch.FindIn(reader, _layout) >= 0))
            || (reader.FieldCount != _layout.ColumnCount && !_layout.IsWhole(reader)))
        {
            return ShapeProblem(reader);
        }

        var row = batch.NextRow();
        var columns = _layout.FeatureColumns;
        var digits = _digits;
        for (var feature = 0; feature < row.Length; feature++)
        {
            var cell = reader.GetSpan(columns[feature]);
            if (!digits.TryParse(feature, cell, out row[feature]) && !_parsers[feature].TryParse(cell, out row[feature])
                && TakeOddCell(batch, feature, cell, ref row[feature]) is { } problem)
            {
                return problem;
            }
        }

        var id = reader.GetSpan(_layout.IdColumn);
        if (!IdCell.IsPlain(id) || (float.IsNaN(row[^1]) && IsEmpty(row)) || _statistics.MayBe(reader))
        {
            return TakeOddRow(batch, row, id);
        }

        if (_summaries.MayBe(id) && UnlikeProblem(id, row) is { } unlike)
        {
            return unlike;
        }

        batch.Add(id, _records.Line);
        return null;
    }

    private RowProblem? TakeOddCell(StudentBatch batch, int feature, ReadOnlySpan<byte> cell, ref float value)
    {
        RefuseOtherMeaning(batch, feature, cell);
        if (!TakeNewWord(batch, feature, cell))
        {
            return CellProblem(feature, cell);
        }

        value = StudentBatch.NewWord;
        return null;
    }

    /// <summary>False for a cell that is not a word of a category, and for a row of which more than half are: such a row is a header, or of
    /// another table. A statistic's label is one only where several students have it.</summary>
    private bool TakeNewWord(StudentBatch batch, int feature, ReadOnlySpan<byte> cell)
    {
        if (!_parsers[feature].IsNewWord(cell) || (batch.NewWordsInNextRow + 1) * 2 > _parsers.Length)
        {
            return false;
        }

        var word = CellText.Clean(CellText.Decode(cell));
        if (StatisticLabels.Is(word) && !_statistics.IsValue(_layout.FeatureColumns[feature], word))
        {
            return false;
        }

        batch.AddNewWord(feature, word);
        return true;
    }

    /// <summary>One H among M means that each M is a woman, codes from 1 that each may be another word: earlier rows were
    /// misread.</summary>
    private void RefuseOtherMeaning(StudentBatch batch, int feature, ReadOnlySpan<byte> cell)
    {
        var one = _schema.Features[feature];
        var expected = _codesFromOne.Holds(feature, cell) ? _texts.WordsForNumbers(one)
            : _parsers[feature].IsOfOtherLetters(cell) ? _texts.OneAlphabet(one)
            : _parsers[feature].OddNumbers?.AreShares == true ? _texts.KnownShares(one)
            : _ownCodings.Find(feature, cell, batch, _records.Line - _layout.HeaderLine) switch
            {
                OwnCoding.Letters => _texts.KnownLetters(one),
                OwnCoding.Numbers => _texts.KnownNumbers(one),
                OwnCoding.Scale => _texts.KnownScale(one),
                _ => null,
            };
        if (expected is not null)
        {
            throw new CohortFormatException(Problem(_layout.FeatureNames[feature], CellText.Show(cell), expected));
        }
    }

    /// <summary>Takes a row whose id is not plain, without a value, or that may have a label of a statistic.</summary>
    private RowProblem? TakeOddRow(StudentBatch batch, ReadOnlySpan<float> row, ReadOnlySpan<byte> cell)
    {
        var kind = IdCell.Read(cell, out var id) switch
        {
            IdKind.Date when _statistics.Ids.IsCode(id) => IdKind.Id,
            IdKind.Id when _isWorkbook && CellDates.IsIso(id) => IdKind.Date,
            IdKind.Example when _statistics.Ids.AreExamples => IdKind.Id,
            IdKind.Id when IdCell.IsExponent(id) && _statistics.Ids.AreNumbers => IdKind.Shortened,
            var read => read,
        };
        if (kind != IdKind.Id || (StatisticLabels.MayBe(cell) && StatisticLabels.Is(id)))
        {
            var found = kind == IdKind.Empty && id.Length == 0 ? _texts.Empty : CellText.Show(cell);
            return !IsListing ? RowProblem.Unlisted : Problem(_layout.IdName, found, kind switch
            {
                IdKind.Shortened => _texts.WholeId,
                IdKind.Date => _texts.IdNotDate,
                IdKind.Damaged => _texts.PlainId,
                IdKind.Decorated => _texts.IdWithoutSigns,
                IdKind.Example => _texts.NoExample,
                _ => _texts.NonEmptyId,
            });
        }

        if (FindLabel(id) is { } label)
        {
            return label;
        }

        if (IsNote(id, IsEmpty(row)))
        {
            return Problem(_layout.IdName, CellText.Show(cell), _texts.IdLikeOthers);
        }

        Span<byte> bytes = stackalloc byte[IdCell.MaxBytes];
        bytes = bytes[..Encoding.UTF8.GetBytes(id, bytes)];
        if (_summaries.MayBe(bytes) && UnlikeProblem(bytes, row) is { } unlike)
        {
            return unlike;
        }

        batch.Add(bytes, _records.Line);
        return null;
    }

    private RowProblem? UnlikeProblem(ReadOnlySpan<byte> id, ReadOnlySpan<float> row)
    {
        var kind = _summaries.Judge(id, row, _records.Line - _layout.HeaderLine - 1);
        return kind == UnlikeRow.None ? null
            : !IsListing ? RowProblem.Unlisted
            : Problem(_layout.IdName, CellText.Show(id), kind switch
            {
                UnlikeRow.Test => _texts.NoTest,
                UnlikeRow.Zero => _texts.IdLikeOthers,
                _ => _texts.NoSummary,
            });
    }

    private RowProblem? FindLabel(string id)
    {
        if (!_statistics.MayBe(_records.Current))
        {
            return null;
        }

        var cells = FileSample.CellsOf(_records);
        return _statistics.Judge(cells, id, out var column) == RowVerdict.Student ? null
            : Problem(_layout.Header[column].Length > 0 ? _layout.Header[column] : null, CellText.Shorten(cells[column]),
                _texts.NoStatistic);
    }

    /// <summary>Words where the other ids are numbers or codes, the answer of a formula, or anything unlike the ids in a row without a
    /// value.</summary>
    private bool IsNote(string id, bool isEmpty) =>
        id is "TRUE" or "FALSE" or "VERDADERO" or "FALSO" ? !_statistics.Ids.IsWords
        : isEmpty ? _statistics.Ids.Compare(id) != IdLikeness.Same || Footnotes.Is(id)
        : !id.Any(char.IsAsciiDigit) && _statistics.Ids.IsNeverWords;

    private static bool IsEmpty(ReadOnlySpan<float> row)
    {
        var feature = 0;
        while (feature < row.Length && float.IsNaN(row[feature]))
        {
            feature++;
        }

        return feature == row.Length;
    }

    private RowProblem ShapeProblem(CsvReader reader) =>
        !IsListing || Odd.IsBlank(reader) ? RowProblem.Unlisted
        : _records.IsOpen ? Problem(null, CellText.Show(reader.RawRecord), _texts.ClosedQuote)
        : _records.HasOddQuotes && QuoteWatch.FindIn(reader, _layout) is >= 0 and var column
            ? Problem(column < _layout.Header.Count ? _layout.Header[column] : null, CellText.Show(reader.GetRawSpan(column)),
                _texts.NothingAfterQuote)
        : reader.RawRecord.Length >= LineGuard.MaxLineBytes ? Problem(null, CellText.Show(reader.RawRecord), _texts.LongLine)
        : Problem(null, _texts.Columns(reader.FieldCount), _texts.Columns(_layout.ColumnCount));

    private RowProblem CellProblem(int feature, ReadOnlySpan<byte> cell) =>
        !IsListing ? RowProblem.Unlisted
        : _parsers[feature].IsOddNumber(cell)
            ? Problem(_layout.FeatureNames[feature], CellText.Show(cell),
                _texts.NoMissingCode(_schema.Features[feature], CellText.Show(cell)))
        : _texts.OfCell(_records.Line, _layout.FeatureNames[feature], _schema.Features[feature], CellText.Show(cell));

    private RowProblem Problem(string? column, string found, string expected) => new(_records.Line, column, found, expected);
}
