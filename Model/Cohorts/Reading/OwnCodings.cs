namespace Antivirus.Model.Cohorts.Reading;

/// <summary>What the cells of a column say when some of them cannot be read.</summary>
internal enum OwnCoding
{
    /// <summary>Nothing: the cells that cannot be read are slips.</summary>
    None,

    /// <summary>T beside F: the letters that can be read may mean something else.</summary>
    Letters,

    /// <summary>2 beside 0 and 1: more answers than the feature knows.</summary>
    Numbers,

    /// <summary>8 beside 4 where 5 is the most: another scale.</summary>
    Scale,
}

/// <summary>
/// Recognizes columns in a coding of their own: of T and F (true and false) the F is a woman to a model that knows M and F, and a grade of
/// 4 out of 10 is a good one out of 5. Cells that cannot be read show it; a column without such cells is never looked at.
/// </summary>
internal sealed class OwnCodings(StudentSchema schema, CohortLayout layout, CellParser[] parsers)
{
    private const int MaxBytes = 64;
    private const int MinCells = 2;
    private const int MinBeyondScale = 3;
    private const int MinCodes = 3;

    // One in so many cells that cannot be read is more than slips of the pen; for scales, whose ends are rare, one in fewer.
    private const int Share = 10;
    private const int ScaleShare = 5;

    // Third answers about a person's sex, and what surveys write for no answer.
    private static readonly HashSet<string> Thirds = [.. "x o nb i otro otra other outro outra indefinido ns nr nc dk".Split(' ')];
    private static readonly HashSet<float> NoAnswers = [-1, -2, -9, -99, 7, 8, 9, 77, 88, 97, 98, 99, 777, 888, 999];

    // Highest marks of the scales in use; counts and ages have other bounds.
    private static readonly HashSet<double> Scales = [3, 4, 5, 6, 7, 10, 20];

    private readonly ColumnCells?[] _columns = new ColumnCells?[schema.Features.Count];
    private readonly long[] _unread = new long[schema.Features.Count];
    private readonly bool[] _isDone = new bool[schema.Features.Count];

    /// <summary>What a cell that cannot be read shows of its column.</summary>
    /// <param name="batch">The students read last, whose values show too whether the column has another answer.</param>
    /// <param name="rows">Rows read so far.</param>
    public OwnCoding Find(int feature, ReadOnlySpan<byte> cell, StudentBatch batch, long rows)
    {
        if (_isDone[feature])
        {
            return OwnCoding.None;
        }

        var text = CellText.Clean(CellText.Decode(cell.Length > MaxBytes ? cell[..MaxBytes] : cell));
        if (!IsUnread(feature, text))
        {
            return OwnCoding.None;
        }

        _unread[feature]++;
        var cells = _columns[feature] ??= Read(feature);
        var kind = KindOf(schema.Features[feature], cells);
        var mayComeLate = kind == OwnCoding.None && cells is { AreReadLetters: true, Codes.Count: 1 }
            && KnowsLetters(schema.Features[feature])
            && !HoldsOther(batch, feature, cells.Codes.First());
        _isDone[feature] = kind == OwnCoding.None && !mayComeLate;
        return mayComeLate && _unread[feature] >= MinCells && _unread[feature] * Share >= rows ? OwnCoding.Letters : kind;
    }

    private static OwnCoding KindOf(Feature feature, ColumnCells cells) => feature.Kind switch
    {
        FeatureKind.Integer or FeatureKind.Number => IsOtherScale(feature, cells) ? OwnCoding.Scale : OwnCoding.None,
        _ when KnowsLetters(feature) && AreOtherLetters(cells) => OwnCoding.Letters,
        FeatureKind.Category when SexWords.HasLetters(feature) && AreOtherWords(cells) => OwnCoding.Letters,
        FeatureKind.Category when AreOtherCodes(feature, cells) => OwnCoding.Numbers,
        FeatureKind.Binary when AreOtherNumbers(cells) => OwnCoding.Numbers,
        _ => OwnCoding.None,
    };

    /// <summary>Whether another word of the feature is a slip: it is not where new ones are scored.</summary>
    private static bool KnowsLetters(Feature feature) =>
        feature.Kind == FeatureKind.Binary || (feature.Kind == FeatureKind.Category
            && (feature.NewWords == NewWords.Reject || SexWords.HasLetters(feature)));

    /// <summary>Whether a cell holds an answer, though none that the feature knows.</summary>
    private bool IsUnread(int feature, string cell) =>
        CellParser.FaultOf(cell) == CellFault.Other && !Thirds.Contains(TextFold.Fold(cell)) && !DamagedText.HasLostLetter(cell)
        && DamagedText.FindWord(schema.Features[feature], cell) is null && !parsers[feature].TryParse(cell, out _);

    private ColumnCells Read(int feature)
    {
        var cells = new ColumnCells();
        var column = layout.FeatureColumns[feature];
        var name = column < layout.Header.Count ? TextFold.Key(layout.Header[column]) : null;
        foreach (var row in layout.SampleRows())
        {
            var cell = column < row.Cells.Length ? row.Cells[column] : "";
            if (cell.Length == 0 || SkippedRows.IsTotal(row.Cells) || TextFold.Key(cell) == name)
            {
                continue;
            }

            if (parsers[feature].TryParse(cell, out var value))
            {
                cells.AddRead(cell, value);
            }
            else if (IsUnread(feature, cell))
            {
                cells.AddUnread(cell);
            }
        }

        return cells;
    }

    /// <summary>Letters of which at least as many are unknown as known, each more than a slip.</summary>
    private static bool AreOtherLetters(ColumnCells cells)
    {
        var unread = cells.Unread.Count(word => word.Value >= MinCells && word.Key.Any(char.IsLetter));
        return cells.AreReadLetters && unread > 0 && unread >= cells.Read.Count && cells.UnreadCount * Share >= cells.ReadCount;
    }

    /// <summary>Words of another language: one that is known at most, beside one that stands in many rows.</summary>
    private static bool AreOtherWords(ColumnCells cells) => cells.Codes.Count <= 1
        && cells.Unread.Values.Any(count => count >= MinCells && count * ScaleShare >= cells.ReadCount + cells.UnreadCount)
        && cells.Read.Count + cells.Unread.Count > 1;

    /// <summary>Several numbers and nothing else where the feature has words, none of them a code of it.</summary>
    private static bool AreOtherCodes(Feature feature, ColumnCells cells) =>
        feature.Words.Count > 0 && cells.Read.Count == 0 && cells.Unread.Count >= MinCodes
        && cells.Unread.Keys.All(cell => AsNumber(cell) is not null);

    private static bool HoldsOther(StudentBatch batch, int feature, float code)
    {
        for (var student = 0; student < batch.Count; student++)
        {
            if (batch.Row(student)[feature] != code && !float.IsNaN(batch.Row(student)[feature]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreOtherNumbers(ColumnCells cells)
    {
        var others = cells.Unread.Where(cell => cell.Value >= MinCells && AsNumber(cell.Key) is { } number
                && (!NoAnswers.Contains(number) || (number == -1 && cells.Codes.Count == 1)))
            .Sum(cell => cell.Value);
        return others > 0 && cells.Read.Count > 0 && others * Share >= cells.ReadCount;
    }

    /// <summary>Marks beyond the highest of a known scale, none of them for no answer, and none so high that it is a slip.</summary>
    private static bool IsOtherScale(Feature feature, ColumnCells cells)
    {
        if (feature.Maximum is not { } most || feature.Minimum is not (0 or 1) || !Scales.Contains(most) || cells.Read.Count == 0)
        {
            return false;
        }

        var beyond = cells.Unread.Where(cell => AsNumber(cell.Key) is { } number && number > most
            && (number <= most * 2 || !NoAnswers.Contains(number))).Sum(cell => cell.Value);
        return beyond >= MinBeyondScale && beyond * ScaleShare >= cells.ReadCount + beyond;
    }

    private static float? AsNumber(string cell) => float.TryParse(cell.Replace(',', '.'), System.Globalization.NumberStyles.Float,
        System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The different cells of a column among the first rows, with their counts.</summary>
    private sealed class ColumnCells
    {
        public Dictionary<string, int> Read { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, int> Unread { get; } = new(StringComparer.Ordinal);

        public HashSet<float> Codes { get; } = [];

        public int ReadCount { get; private set; }

        public int UnreadCount { get; private set; }

        /// <summary>Whether all cells that can be read are single letters, which other languages have for other words.</summary>
        public bool AreReadLetters => Read.Count > 0 && Read.Keys.All(cell => cell.Length == 1 && char.IsLetter(cell[0]));

        public void AddRead(string cell, float value)
        {
            var text = TextFold.Fold(cell);
            Read[text] = Read.GetValueOrDefault(text) + 1;
            Codes.Add(value);
            ReadCount++;
        }

        public void AddUnread(string cell)
        {
            var text = TextFold.Fold(cell);
            Unread[text] = Unread.GetValueOrDefault(text) + 1;
            UnreadCount++;
        }
    }
}
