namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Tells columns that are coded 1 and 2 where the feature's codes are 0 and 1, as surveys and registrars do: its 1 may be either word.
/// </summary>
internal sealed class OneTwoCodes(StudentSchema schema, CohortLayout layout)
{
    // One 2 may be a slip of the pen, or of a row of totals.
    private const int MinTwos = 2;

    private readonly bool?[] _areCertain = new bool?[schema.Features.Count];

    /// <summary>Whether a cell that could not be read is the 2 of such a column.</summary>
    public bool Holds(int feature, ReadOnlySpan<byte> cell) =>
        !cell.IsEmpty && cell.Length < 8 && cell.Contains((byte)'2') && DigitOf(CellText.Clean(CellText.Decode(cell))) == '2'
        && (_areCertain[feature] ??= AreCodes(schema.Features[feature]) && AreIn(layout.FeatureColumns[feature]));

    private static bool AreCodes(Feature feature) => feature.Words.Count == 0
        ? feature.Kind == FeatureKind.Binary
        : feature.Words.All(word => word.Code is 0 or 1) && feature.Kind is FeatureKind.Binary or FeatureKind.Category;

    private bool AreIn(int column)
    {
        var (ones, twos) = (0, 0);
        foreach (var row in layout.SampleRows())
        {
            var digit = column < row.Cells.Length ? DigitOf(row.Cells[column]) : null;
            if (digit == '0')
            {
                return false;
            }

            (ones, twos) = (ones + (digit == '1' ? 1 : 0), twos + (digit == '2' ? 1 : 0));
        }

        return ones > 0 && twos >= MinTwos;
    }

    private static char? DigitOf(string cell) => cell is [>= '0' and <= '2'] or [>= '0' and <= '2', '.' or ',', '0'] ? cell[0] : null;
}
