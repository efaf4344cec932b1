namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Knows the numbers of a column that are not what they say: those that stand for missing values, as SPSS and surveys write 99, in several
/// rows and far from all other values; and shares of one where the feature counts to a hundred. A column without such a number is never
/// looked at.
/// </summary>
internal sealed class OddNumbers(CohortLayout layout, Feature feature, int column, string decimalMarks)
{
    private const float MinCode = 99;
    private const int MinCells = 3;
    private const int MinOthers = 10;
    private const int MinDifferent = 3;
    private const int MinShares = 5;
    private const double MinMedian = 10;
    private const double Hundred = 100;
    private static readonly float[] Codes = [99, 999, 9999, 99999, 999999, 9999999, -1, -9, -99, -999, -9999];
    private readonly bool _isOfHundred = feature is { Kind: FeatureKind.Number, Minimum: >= 0, Maximum: <= Hundred, Median: >= MinMedian };
    private readonly Dictionary<float, bool> _known = [];
    private List<float>? _values;
    private bool? _areShares;

    /// <summary>Whether the column's numbers are all between 0 and 1, where those of the training rows were mostly above 10.</summary>
    public bool AreShares => _areShares ??= _isOfHundred && (_values ??= Read()).Count >= MinOthers
        && _values.TrueForAll(value => value is >= 0 and <= 1) && _values.Distinct().Count() >= MinShares;

    /// <summary>Whether the number is one of these; false at once for most.</summary>
    public bool Contains(float value) =>
        value is < 0 or >= MinCode ? MayBeCode(value) && IsCode(value) : _isOfHundred && value is > 0 and < 1 && AreShares;

    /// <summary>Whether the number stands for missing values in some files.</summary>
    public static bool MayBeCode(float value) => Array.IndexOf(Codes, value) >= 0;

    private bool IsCode(float code)
    {
        if (!_known.TryGetValue(code, out var isCode))
        {
            _values ??= Read();
            _known[code] = isCode = Stands(code);
        }

        return isCode;
    }

    /// <summary>Whether it stands in several rows, apart from the others by more than these are from each other, or is the one number
    /// below 0.</summary>
    private bool Stands(float code)
    {
        var others = _values!.FindAll(value => !MayBeCode(value));
        var count = _values.Count(value => value == code);
        if (count < MinCells || others.Count < Math.Max(MinOthers, count) || others.Distinct().Count() < MinDifferent)
        {
            return false;
        }

        var (least, most) = (others.Min(), others.Max());
        return code > 0 ? code - most >= most - least
            : least - code >= most - least || (least >= 0 && (code <= -MinCode || feature.Kind == FeatureKind.Integer));
    }

    private List<float> Read()
    {
        var parser = new CellParser(feature, decimalMarks);
        var values = new List<float>();
        foreach (var row in layout.SampleRows())
        {
            if (column < row.Cells.Length && parser.TryParse(row.Cells[column], out var value) && !float.IsNaN(value))
            {
                values.Add(value);
            }
        }

        return values;
    }
}
