using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Outcomes;

/// <summary>Which columns of a file of labels hold the id and the outcome.</summary>
internal sealed record OutcomeColumns(int Id, int Outcome)
{
    /// <exception cref="Cohorts.CohortFormatException">That is not certain.</exception>
    public static OutcomeColumns Find(TableReader reader, OutcomeOptions options, IReadOnlyList<TableRow> start, OutcomeTexts texts)
    {
        var outcome = reader.ColumnOf(options.Words.Column);
        var id = FindId(reader, options, start, outcome, texts);
        if (outcome < 0)
        {
            // Besides the id one column alone is left: its words are checked row by row.
            var left = Enumerable.Range(0, reader.Header.Count).Where(column => column != id && reader.Header[column].Length > 0).ToList();
            outcome = left.Count == 1 ? left[0]
                : throw OutcomeReader.Refuse(reader.Summary.HeaderLine ?? 1, null, string.Join(", ", reader.Header.Take(20)),
                    texts.OutcomeColumn(options.Words.Column, reader.Header));
        }

        return new OutcomeColumns(id, outcome);
    }

    private static int FindId(TableReader reader, OutcomeOptions options, IReadOnlyList<TableRow> start, int outcome, OutcomeTexts texts)
    {
        var id = IdColumnOf(reader, options.IdColumn, options.IdNames, start, outcome < 0 ? [] : [outcome], out var candidates);
        return id >= 0 && id != outcome ? id
            : throw OutcomeReader.Refuse(reader.Summary.HeaderLine ?? 1, options.IdColumn, string.Join(", ", reader.Header.Take(20)),
                texts.IdColumn(candidates));
    }

    /// <summary>The id column of a table; -1 where it is not certain.</summary>
    /// <param name="chosen">Its name where a person chose it.</param>
    /// <param name="taken">Columns that hold something else.</param>
    public static int IdColumnOf(TableReader reader, string? chosen, IReadOnlyList<string> idNames, IReadOnlyList<TableRow> start,
        int[] taken, out IReadOnlyList<string> candidates)
    {
        var finder = new IdColumnFinder(reader.Header, taken, () => [.. start.Select(row => new SampleLine(row.Line, row.Cells))]);
        candidates = finder.Candidates;
        return chosen is not null && finder.Find(chosen) is >= 0 and var named ? named : finder.Find(idNames);
    }
}
