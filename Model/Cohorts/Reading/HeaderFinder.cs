using System.Text;
using Antivirus.Model.Cohorts.Reading.Codings;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Finds the header among the first lines of a file: the line that names the features, as the separator that splits it so. A file is read
/// by position only when its first line is a valid row and no line names a feature; everything else is refused.
/// </summary>
internal sealed class HeaderFinder(StudentSchema schema, ReadingOptions options)
{
    private const int MaxLines = 20;
    private readonly LayoutTexts _texts = new(options.Language);
    private readonly SheetNotes _sheets = new();
    private readonly FeatureNames _names = new(schema.Features);
    private readonly CellParser[] _parsers = [.. schema.Features.Select(feature => new CellParser(feature))];

    /// <param name="start">The file's first bytes, as UTF-8 without byte order mark.</param>
    /// <param name="isWhole">Whether that is the whole file.</param>
    /// <exception cref="CohortFormatException">There is no header and no valid first row, or its columns are not certain.</exception>
    public CohortLayout Find(ReadOnlyMemory<byte> start, bool isWhole)
    {
        _sheets.Remove(start);
        var samples = FileSample.ReadAll(start, isWhole, MaxLines + 1);
        var named = samples.SelectMany(sample => sample.Lines.Select(line => new Candidate(sample, line, NamedIn(line))))
            .MaxBy(candidate => candidate.Named);
        if (named is { Named: > 0 })
        {
            return FromHeader(named, () => FileSample.Read(start, isWhole, named.Sample.Separator, int.MaxValue).Lines);
        }

        var byPosition = samples.Find(sample => FirstLine(sample) is { } line && IsRow(line));
        return byPosition is null
            ? throw NoHeader(samples)
            : InModelOrder(byPosition, () => FileSample.Read(start, isWhole, byPosition.Separator, int.MaxValue).Lines);
    }

    /// <summary>How many features the best line of a text names, of <c>FeatureCount</c>.</summary>
    public int CountNamed(string sheet, ReadOnlyMemory<byte> start, bool isWhole)
    {
        _sheets.Add(sheet, start, isWhole);
        return FileSample.ReadAll(start, isWhole, MaxLines + 1).SelectMany(sample => sample.Lines).Select(NamedIn).DefaultIfEmpty().Max();
    }

    private static SampleLine? FirstLine(FileSample sample) => sample.Lines.FirstOrDefault(line => !SeparatorLine.Is(line));

    /// <summary>A valid row names nothing, whatever words its cells hold.</summary>
    private int NamedIn(SampleLine line) =>
        _names.CountNamed(line.Cells) is var named && named > 0 && IsRow(line) ? 0 : named;

    private CohortLayout InModelOrder(FileSample sample, Func<IReadOnlyList<SampleLine>> rows)
    {
        var columns = ColumnsInOrder();
        return new CohortLayout
        {
            Separator = sample.Separator,
            Trims = sample.Trims,
            HeaderLine = 0,
            Header = [],
            ColumnCount = columns.Length + 1,
            NamedColumnCount = columns.Length + 1,
            IdColumn = 0,
            IdName = schema.IdNames[0],
            FeatureColumns = columns,
            FeatureNames = [.. schema.Features.Select(feature => _texts.Column(feature.Name, feature))],
            DecimalMarks = DecimalMarks.In(schema, columns, rows),
            FirstRows = sample.Lines,
            SampleRows = rows,
        };
    }

    private CohortLayout FromHeader(Candidate header, Func<IReadOnlyList<SampleLine>> all)
    {
        var cells = header.Line.Cells;
        var columns = ColumnsOf(header);
        RefuseRowsAround(header, columns);
        IReadOnlyList<SampleLine> Rows() => [.. all().Where(line => line.Number > header.Line.Number)];
        new HeaderCodings(schema, _texts, _sheets).Refuse(header.Line, header.Sample, columns, Rows);
        var id = IdColumn(header, columns, Rows);
        var named = Math.Max(Array.FindLastIndex(cells, cell => cell.Length > 0), id) + 1;
        return new CohortLayout
        {
            Separator = header.Sample.Separator,
            Trims = header.Sample.Trims,
            HeaderLine = header.Line.Number,
            Header = cells,
            ColumnCount = cells.Length,
            NamedColumnCount = named,
            IdColumn = id,
            IdName = cells[id].Length > 0 ? cells[id] : schema.IdNames[0],
            FeatureColumns = columns,
            FeatureNames = [.. schema.Features.Select((feature, index) => _texts.Column(cells[columns[index]], feature))],
            DecimalMarks = DecimalMarks.In(schema, columns, Rows),
            FirstRows = header.Sample.Lines,
            SampleRows = Rows,
        };
    }

    private int[] ColumnsOf(Candidate header)
    {
        var cells = header.Line.Cells;
        var features = Array.ConvertAll(cells, _names.Find);
        var columns = new int[schema.Features.Count];
        for (var feature = 0; feature < columns.Length; feature++)
        {
            columns[feature] = Array.IndexOf(features, feature);
            if (columns[feature] != Array.LastIndexOf(features, feature))
            {
                throw Refuse(header.Line, header.Line.Show(header.Sample.Separator), _texts.ColumnOnce(schema.Features[feature].Name,
                    [.. cells.Where((_, column) => features[column] == feature)]), schema.Features[feature].Name);
            }
        }

        var missing = schema.Features.Where((_, feature) => columns[feature] < 0).ToList();
        return missing.Count == 0 ? columns
            : throw Refuse(header.Line, header.Line.Show(header.Sample.Separator),
                _texts.MissingColumns(missing, Unused(cells, features)));
    }

    /// <summary>The columns of a file that is read by position: the id comes first.</summary>
    private int[] ColumnsInOrder()
    {
        var columns = new int[schema.Features.Count];
        for (var feature = 0; feature < columns.Length; feature++)
        {
            columns[feature] = feature + 1;
        }

        return columns;
    }

    private static List<string> Unused(string[] cells, int[] features) =>
        [.. cells.Where((cell, column) => cell.Length > 0 && features[column] < 0 && IdNames.StrengthOf(cell) == IdStrength.None)];

    /// <summary>A student above the header would be lost, and a second one with other columns would turn the rows below round.</summary>
    private void RefuseRowsAround(Candidate header, int[] columns)
    {
        foreach (var line in header.Sample.Lines)
        {
            if (line.Number < header.Line.Number && IsStudent(line, columns))
            {
                throw Refuse(line, line.Show(header.Sample.Separator), _texts.NoRowAboveHeader(header.Line.Number));
            }

            if (line.Number != header.Line.Number && NamedIn(line) == schema.Features.Count && !Array.TrueForAll(columns, column =>
                column < line.Cells.Length && _names.Find(line.Cells[column]) == Array.IndexOf(columns, column)))
            {
                throw Refuse(line, line.Show(header.Sample.Separator), _texts.OtherHeader(header.Line.Number));
            }
        }
    }

    private bool IsStudent(SampleLine line, int[] columns)
    {
        var valid = columns.Where((column, feature) =>
            column < line.Cells.Length && line.Cells[column].Length > 0 && _parsers[feature].TryParse(line.Cells[column], out _)).Count();
        return valid * 2 >= columns.Length
            && !line.Cells.Select((cell, column) => int.TryParse(cell, out var number) && number - column is 0 or 1).All(counts => counts);
    }

    private int IdColumn(Candidate header, int[] columns, Func<IReadOnlyList<SampleLine>> rows)
    {
        var finder = new IdColumnFinder(header.Line.Cells, columns, rows);
        if (options.IdColumn is { Length: > 0 } chosen)
        {
            return finder.Find(chosen) is >= 0 and var column ? column
                : throw Refuse(header.Line, header.Line.Show(header.Sample.Separator), _texts.ChosenIdColumn(chosen));
        }

        return finder.Find(schema.IdNames) is >= 0 and var found ? found
            : throw Ask(header, finder.Candidates);
    }

    private CohortFormatException Ask(Candidate header, IReadOnlyList<string> candidates)
    {
        var problem = new RowProblem(header.Line.Number, null, header.Line.Show(header.Sample.Separator), _texts.IdColumn(candidates));
        return new CohortFormatException(problem)
        {
            Question = candidates.Count == 0 ? null : new ReadingQuestion(QuestionKind.IdColumn, candidates),
        };
    }

    private CohortFormatException NoHeader(List<FileSample> samples)
    {
        var sample = samples.Find(candidate => FirstLine(candidate)?.Length == schema.Features.Count + 1)
            ?? samples.MaxBy(candidate => candidate.Lines.Select(line => line.Length).DefaultIfEmpty().Max())!;
        var first = FirstLine(sample);
        if (first is null)
        {
            return new CohortFormatException(new RowProblem(0, null, _texts.NoLines, _texts.Header(schema.Features)));
        }

        if (FindPositionProblem(first) is { Column: not null } problem && IsStudent(first, ColumnsInOrder()))
        {
            return new CohortFormatException(problem with { Expected = _texts.FirstRow(problem.Expected) });
        }

        var likely = sample.Lines.Where(line => !SeparatorLine.Is(line)).MaxBy(line => line.Cells.Count(cell => cell.Any(char.IsLetter)))!;
        return Refuse(likely, likely.Show(sample.Separator),
            _texts.Header(schema.Features, isOneColumn: schema.Features.Count > 0 && sample.Lines.All(line => line.Length <= 1)));
    }

    /// <summary>Whether a line is a valid row in the model's order.</summary>
    private bool IsRow(SampleLine line) =>
        line.Length == schema.Features.Count + 1 && FindFault(line) < 0 && IdCell.IsId(line.Cells[0]);

    /// <summary>Why a line is not a valid row in the model's order; null when it is one.</summary>
    private RowProblem? FindPositionProblem(SampleLine line)
    {
        if (line.Length != schema.Features.Count + 1)
        {
            return new RowProblem(line.Number, null, _texts.Columns(line.Length), _texts.Columns(schema.Features.Count + 1));
        }

        return FindFault(line) is >= 0 and var feature
            ? _texts.OfCell(line.Number, schema.Features[feature].Name, schema.Features[feature], line.Cells[feature + 1])
            : IdCell.IsId(line.Cells[0]) ? null
            : new RowProblem(line.Number, schema.IdNames[0], line.Cells[0], _texts.NonEmptyId);
    }

    /// <summary>The first feature whose cell in a line of as many cells is not valid; -1 when all are.</summary>
    private int FindFault(SampleLine line)
    {
        var newWords = 0;
        for (var feature = 0; feature < schema.Features.Count; feature++)
        {
            // Few, so that a header of words is never taken for a student.
            var cell = Encoding.UTF8.GetBytes(line.Cells[feature + 1]);
            if (!_parsers[feature].TryParse(cell, out _) && !(_parsers[feature].IsNewWord(cell) && ++newWords * 4 <= schema.Features.Count))
            {
                return feature;
            }
        }

        return -1;
    }

    private static CohortFormatException Refuse(SampleLine line, string found, string expected, string? column = null) =>
        new(new RowProblem(line.Number, column, found, expected));

    /// <summary>A line that may be the header, and how many features it names.</summary>
    private sealed record Candidate(FileSample Sample, SampleLine Line, int Named);
}
