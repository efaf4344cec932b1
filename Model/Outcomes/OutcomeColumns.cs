using Antivirus.Model.Cohorts.Reading;

namespace Antivirus.Model.Outcomes;

/// <summary>Which columns of a file of labels hold the id and the outcome.</summary>
/// <param name="Sensitive">The columns of the sensitive data, in the order of <see cref="OutcomeOptions.Sensitive"/>; -1 where there is
/// none.</param>
internal sealed record OutcomeColumns(int Id, int Outcome, IReadOnlyList<int> Sensitive)
{
    /// <exception cref="Cohorts.CohortFormatException">That is not certain.</exception>
    public static OutcomeColumns Find(TableReader reader, OutcomeOptions options, IReadOnlyList<TableRow> start, OutcomeTexts texts)
    {
        var outcome = reader.ColumnOf(options.Words.Column);
        var id = FindId(reader, options, start, outcome, texts);
        int[] sensitive = [.. options.Sensitive.Select(feature => GroupValues.ColumnOf(reader, feature))
            .Select(column => column == id || column == outcome ? -1 : column)];
        if (outcome < 0)
        {
            // Besides the id one column alone is left: its words are checked row by row.
            var left = Enumerable.Range(0, reader.Header.Count)
                .Where(column => column != id && reader.Header[column].Length > 0 && !sensitive.Contains(column)).ToList();
            outcome = left.Count == 1 ? left[0]
                : throw OutcomeReader.Refuse(reader.Summary.HeaderLine ?? 1, null, string.Join(", ", reader.Header.Take(20)),
                    texts.OutcomeColumn(options.Words.Column, reader.Header));
            CheckMeaning(reader, outcome, options, texts);
        }

        return new OutcomeColumns(id, outcome, sensitive);
    }

    /// <summary>A yes says nothing by itself: under "deserted" it means the opposite of what it means under "passed".</summary>
    private static void CheckMeaning(TableReader reader, int outcome, OutcomeOptions options, OutcomeTexts texts)
    {
        if (OutcomeWordIndex.YesIsAtRisk(options.Words) is null)
        {
            return;
        }

        var header = reader.Header[outcome];
        var (found, meant) = (MeaningOf(header), MeaningOf(options.Words.Column));
        if (found.Side == OutcomeSide.Unknown || found != meant)
        {
            throw OutcomeReader.Refuse(reader.Summary.HeaderLine ?? 1, header, header, texts.TruthColumn(options.Words.Column));
        }
    }

    private static OutcomeMeaning MeaningOf(string header) => OutcomeWords.MeaningOf(TextFold.Words(header));

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
