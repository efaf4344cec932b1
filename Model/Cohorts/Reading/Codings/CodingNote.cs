namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>The codes that a note states for the same columns.</summary>
/// <param name="Columns">Those that it names before the codes; none where it leaves that open.</param>
/// <param name="SaysReversed">Whether it says that these columns mean the opposite.</param>
internal sealed record CodingNotePart(HashSet<int> Columns, List<StatedPair> Pairs, bool SaysReversed);

/// <summary>A line of a file that holds no student, read as a legend: <c>Internet: 1 = no, 0 = sí</c>, or <c>1</c> and <c>no</c> in two
/// cells.</summary>
internal sealed class CodingNote
{
    private readonly Func<string, HashSet<int>> _namesIn;
    private readonly List<CodingNotePart> _parts = [];

    /// <param name="namesIn">The columns that a text names.</param>
    /// <param name="cells">The line's cells that are not blank.</param>
    public CodingNote(Func<string, HashSet<int>> namesIn, List<string> cells)
    {
        _namesIn = namesIn;
        for (var index = 0; index < cells.Count; index++)
        {
            var next = index + 1 < cells.Count ? cells[index + 1] : "";
            var isNumber = CodingText.IsNumber(cells[index]);
            if (isNumber ? IsMeaning(next) : IsMeaning(cells[index]) && CodingText.IsNumber(next) && namesIn(cells[index]).Count == 0)
            {
                Take(new StatedClause("", [new StatedPair(TextFold.Fold(cells[index]), TextFold.Fold(next), false)]), saysReversed: false);
                index++;
                continue;
            }

            var saysReversed = FeatureCoding.SaysReversed(cells[index]);
            foreach (var clause in CodingText.Clauses(cells[index]))
            {
                Take(clause, saysReversed);
            }
        }
    }

    public IReadOnlyList<CodingNotePart> Parts => _parts;

    private static bool IsMeaning(string cell) =>
        cell.Any(char.IsLetter) && !cell.Any(char.IsAsciiDigit) && !cell.Contains('=', StringComparison.Ordinal);

    private void Take(StatedClause clause, bool saysReversed)
    {
        var named = _namesIn(clause.Head);
        var pairs = clause.Pairs.Where(pair => CodingText.IsNumber(pair.Left) || _namesIn(pair.Left).Count == 0).ToList();
        if (_parts.Count == 0 || (named.Count > 0 && _parts[^1].Pairs.Count > 0))
        {
            _parts.Add(new CodingNotePart([], [], saysReversed));
        }

        _parts[^1].Columns.UnionWith(named);
        _parts[^1].Pairs.AddRange(pairs);
    }
}
