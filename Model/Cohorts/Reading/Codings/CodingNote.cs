namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>The codes that a note states for the same columns.</summary>
/// <param name="Columns">Those that it names before the codes; none where it leaves that open.</param>
internal sealed record CodingNotePart(HashSet<int> Columns, List<StatedPair> Pairs)
{
    /// <summary>Whether it says that these columns mean the opposite.</summary>
    public bool SaysReversed { get; set; }

    /// <summary>Ranges that stand in cells, or after a colon.</summary>
    public List<StatedRange> Ranges { get; } = [];
}

/// <summary>A line of a file that holds no student, read as a legend: <c>Internet: 1 = no, 0 = sí</c>, or <c>1</c> and <c>no</c> in two
/// cells.</summary>
internal sealed class CodingNote
{
    private const int MaxCodeLength = 3;
    private const int MinMeaningLength = 4;
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

            if (IsCodeOfMeaning(cells, index))
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

        TakeRanges(cells);
    }

    public IReadOnlyList<CodingNotePart> Parts => _parts;

    /// <summary><c>M</c> and <c>Mujer</c> in the last two of two or three cells, as a codebook has them.</summary>
    private bool IsCodeOfMeaning(List<string> cells, int index) =>
        index == cells.Count - 2 && cells.Count is 2 or 3 && cells[index].Length <= MaxCodeLength && IsMeaning(cells[index])
        && cells[^1].Length >= MinMeaningLength && cells[^1].Length > cells[index].Length && IsMeaning(cells[^1])
        && _namesIn(cells[index]).Count == 0;

    private void TakeRanges(List<string> cells)
    {
        if (_parts is not [{ Columns.Count: 1 } only])
        {
            return;
        }

        foreach (var text in cells.SelectMany(cell => (string[])[cell, .. cell.Split(':').Skip(1)]))
        {
            // A number alone may be a count.
            only.Ranges.AddRange(text.Any(char.IsLetter) || text.Contains('-') || text.Contains('–')
                ? StatedRange.Find(text.Trim()) is { } range ? [range] : [] : []);
        }
    }

    private static bool IsMeaning(string cell) =>
        cell.Any(char.IsLetter) && !cell.Any(char.IsAsciiDigit) && !cell.Contains('=', StringComparison.Ordinal);

    private void Take(StatedClause clause, bool saysReversed)
    {
        var named = _namesIn(clause.Head);
        var pairs = new List<StatedPair>();
        foreach (var pair in clause.Pairs)
        {
            // Sex M = Mujer: the name and the code.
            var (name, code) = pair.Left.LastIndexOf(' ') is > 0 and var space ? (pair.Left[..space], pair.Left[(space + 1)..]) : ("", "");
            if (CodingText.IsNumber(pair.Left) || _namesIn(pair.Left).Count == 0)
            {
                pairs.Add(pair);
            }
            else if (code.Length is > 0 and <= MaxCodeLength && _namesIn(name) is { Count: > 0 } inName && _namesIn(code).Count == 0)
            {
                named.UnionWith(inName);
                pairs.Add(pair with { Left = code });
            }
        }

        if (_parts.Count == 0 || (named.Count > 0 && _parts[^1].Pairs.Count > 0))
        {
            _parts.Add(new CodingNotePart([], []));
        }

        _parts[^1].SaysReversed |= saysReversed;
        _parts[^1].Columns.UnionWith(named);
        _parts[^1].Pairs.AddRange(pairs);
    }
}
