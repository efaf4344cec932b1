using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;
using Antivirus.Training.Profiles;

namespace Antivirus.Training.Data;

/// <summary>A labelled raw file in memory: header and rows of text, read as a cohort is read.</summary>
internal sealed class RawTable
{
    private const int MaxNamesShown = 40;
    private readonly ILookup<string, int> _columns;
    private readonly TableReader _reader;

    private RawTable(string path, TableReader reader, List<TableRow> rows, string sha256)
    {
        (Path, _reader, Rows, Sha256) = (path, reader, rows, sha256);
        _columns = Enumerable.Range(0, Header.Count).ToLookup(index => Header[index], StringComparer.OrdinalIgnoreCase);
    }

    public string Path { get; }

    public IReadOnlyList<string> Header => _reader.Header;

    /// <summary>Rows with the 1-based line where each starts.</summary>
    public IReadOnlyList<TableRow> Rows { get; }

    /// <summary>Lines that hold no data: titles, legends, lines of other sheets.</summary>
    public IReadOnlyList<TableNote> Notes => _reader.Notes;

    /// <summary>What was decided about the file, and what was skipped.</summary>
    public ReadingSummary Summary => _reader.Summary;

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public string Sha256 { get; }

    /// <param name="columns">Names that the header must have; empty where any header will do.</param>
    /// <param name="sheet">Name of the workbook's sheet; found when null.</param>
    /// <exception cref="TrainingException">The file is missing, has no header, or a row has another number of columns.</exception>
    public static async Task<RawTable> ReadAsync(string path, IReadOnlyList<string> columns, string? sheet,
        CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new TrainingException($"There is no file {path}.");
        }

        try
        {
            await using var file = File.OpenRead(path);
            await using var reader =
                await TableReader.OpenAsync(file, new TableOptions { Columns = columns, Sheet = sheet }, cancellationToken);
            var rows = new List<TableRow>();
            await foreach (var row in reader.ReadAsync(cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.Add(row);
            }

            return new RawTable(path, reader, rows, await reader.FinishAsync(cancellationToken));
        }
        catch (CohortFormatException refused)
        {
            throw new TrainingException(
                $"{path}{Place(refused.Problem)}: found {refused.Problem.Found}, expected {refused.Problem.Expected}.");
        }
    }

    /// <exception cref="TrainingException">The file has no such column, or several.</exception>
    public int ColumnOf(string name) => _columns[name].Take(2).ToList() switch
    {
        [] when _reader.ColumnOf(name) is >= 0 and var index => index,
        [] => throw new TrainingException($"{Path}, line {Summary.HeaderLine}: there is no column '{name}'; found {ShownNames()}."),
        [var index] => index,
        _ => throw new TrainingException(RepeatedName(name)),
    };

    private string ShownNames() => string.Join(", ", Header.Take(MaxNamesShown))
        + (Header.Count > MaxNamesShown ? $" and {Header.Count - MaxNamesShown} more" : "");

    /// <summary>Whether the file has the column.</summary>
    public bool Has(string name) => _columns.Contains(name) || _reader.ColumnOf(name) >= 0;

    /// <summary>The column of a profile by its name in raw files, or by those that it has in cohort files.</summary>
    /// <exception cref="TrainingException">The file has no such column, or several of one name.</exception>
    public int ColumnOf(ProfileColumn column) => ColumnOf(NameOf(column) ?? column.Source ?? column.Name);

    /// <inheritdoc cref="Has(string)"/>
    public bool Has(ProfileColumn column) => NameOf(column) is not null;

    /// <exception cref="TrainingException">Two columns have the same name.</exception>
    public void CheckNamesOnce()
    {
        if (_columns.FirstOrDefault(same => same.Key.Length > 0 && same.Skip(1).Any()) is { } repeated)
        {
            throw new TrainingException(RepeatedName(repeated.Key));
        }
    }

    /// <summary>What was skipped, for the console; null when nothing was.</summary>
    public string? DescribeSkipped()
    {
        var skipped = Summary.Skipped;
        (long Count, string Noun)[] kinds =
        [
            (skipped.AboveHeader, "line above the header"), (skipped.Blank, "blank line"), (skipped.Description, "line of units"),
            (skipped.RepeatedHeader, "repeated header"), (skipped.Totals, "line of totals"),
        ];
        return skipped.Total == 0 ? null
            : $"Line {Summary.HeaderLine} is the header; skipped: " +
            $"{string.Join(", ", kinds.Where(kind => kind.Count > 0).Select(kind => Count.Of(kind.Count, kind.Noun)))}.";
    }

    private string? NameOf(ProfileColumn column) =>
        new[] { column.Source, column.Name }.OfType<string>().Concat(column.Aliases).FirstOrDefault(Has);

    private static string Place(RowProblem problem) =>
        (problem.Line > 0 ? $", line {problem.Line}" : "") + (problem.Column is { } column ? $", column {column}" : "");

    private string RepeatedName(string name) =>
        $"{Path}, line {Summary.HeaderLine}: columns {string.Join(" and ", _columns[name].Select(index => index + 1))} are both named " +
            $"'{name}'. Rename one of them: which of the two is meant cannot be known.";
}
