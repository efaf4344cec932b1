using System.Text;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Outcomes;

/// <summary>Reads a file that says what became of students: CSV, compressed CSV or a workbook, with a header.</summary>
public sealed class OutcomeReader
{
    private const int SampleRows = 100;
    private const int MaxLines = 10;
    private readonly OutcomeTexts _texts;
    private readonly OutcomeWordIndex _words;
    private readonly Dictionary<string, bool> _outcomes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _contradicting = new(StringComparer.Ordinal);
    private readonly GroupValues _groups;
    private readonly List<long> _contradictingLines = [];
    private readonly Dictionary<string, int> _unknown = new(StringComparer.OrdinalIgnoreCase);
    private long _firstUnknownLine;
    private LabelCounts _counts = new();

    private OutcomeReader(OutcomeOptions options) =>
        (_texts, _words, _groups) =
            (new OutcomeTexts(options.Language), new OutcomeWordIndex(options.Words), new GroupValues(options));

    /// <exception cref="CohortFormatException">It has no header, its columns are not certain, or it holds words that the model's profile
    /// does not name.</exception>
    public static async Task<OutcomeLabels> ReadAsync(Stream labels, OutcomeOptions options, CancellationToken cancellationToken)
    {
        var table = new TableOptions { Columns = [options.Words.Column], Sheet = options.Sheet, Language = options.Language };
        await using var reader = await TableReader.OpenAsync(labels, table, cancellationToken);
        return await new OutcomeReader(options).ReadAsync(reader, options, cancellationToken);
    }

    private async Task<OutcomeLabels> ReadAsync(TableReader reader, OutcomeOptions options, CancellationToken cancellationToken)
    {
        var start = new List<TableRow>();
        OutcomeColumns? columns = null;
        await foreach (var row in reader.ReadAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (columns is null && start.Count < SampleRows)
            {
                start.Add(row);
                continue;
            }

            columns ??= TakeStart(reader, options, start);
            Take(row, columns);
        }

        columns ??= TakeStart(reader, options, start);
        return Finish(reader, columns);
    }

    private OutcomeColumns TakeStart(TableReader reader, OutcomeOptions options, List<TableRow> start)
    {
        var columns = OutcomeColumns.Find(reader, options, start, _texts);
        start.ForEach(row => Take(row, columns));
        return columns;
    }

    private void Take(TableRow row, OutcomeColumns columns)
    {
        var cell = row.Cells[columns.Outcome];
        if (!IdCell.TryRead(Encoding.UTF8.GetBytes(row.Cells[columns.Id]), out var id))
        {
            _counts = _counts with { WithoutId = _counts.WithoutId + 1 };
        }
        else if (!_words.TryRead(cell, out var atRisk))
        {
            _firstUnknownLine = _unknown.Count == 0 ? row.Line : _firstUnknownLine;
            _unknown[cell] = _unknown.GetValueOrDefault(cell) + 1;
        }
        else
        {
            Add(id, atRisk, row.Line);
            _groups.Add(id, row.Cells, columns.Sensitive);
        }
    }

    private void Add(string id, bool? atRisk, long line)
    {
        _counts = _counts with { Rows = _counts.Rows + 1, WithoutOutcome = _counts.WithoutOutcome + (atRisk is null ? 1 : 0) };
        if (atRisk is not { } outcome || _outcomes.TryAdd(id, outcome))
        {
            return;
        }

        if (_outcomes[id] == outcome)
        {
            _counts = _counts with { Repeated = _counts.Repeated + 1 };
            return;
        }

        _contradicting.Add(id);
        if (_contradictingLines.Count < MaxLines)
        {
            _contradictingLines.Add(line);
        }
    }

    private OutcomeLabels Finish(TableReader reader, OutcomeColumns columns)
    {
        if (_unknown.Count > 0)
        {
            throw Refuse(_firstUnknownLine, reader.Header[columns.Outcome], _texts.Unknown(_unknown), _texts.OneOf(_words.Expected));
        }

        foreach (var id in _contradicting)
        {
            _outcomes.Remove(id);
        }

        if (_outcomes.Count == 0)
        {
            throw _contradicting.Count == 0 ? Refuse(0, reader.Header[columns.Outcome], _texts.Nothing, _texts.NoRows)
                : Refuse(_contradictingLines[0], reader.Header[columns.Outcome], _texts.OnlyContradicting, _texts.OneOutcome);
        }

        return new OutcomeLabels(_outcomes,
            _counts with { Contradicting = _contradicting.Count, ContradictingLines = [.. _contradictingLines] })
        {
            Groups = _groups.ToColumns(),
        };
    }

    internal static CohortFormatException Refuse(long line, string? column, string found, string expected) =>
        new(new RowProblem(line, column, found, expected));
}
