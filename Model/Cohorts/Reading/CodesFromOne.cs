using System.Globalization;
using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>
/// Recognizes columns that count the words of a feature from 1 where its codes count from 0, as surveys and registrars do: of two words
/// coded 1 and 2, the 1 may be either.
/// </summary>
internal sealed class CodesFromOne(StudentSchema schema, CohortLayout layout)
{
    // One such cell may be a slip of the pen, unless all numbers from 1 to it are there and 0 is not: then each may be another word.
    private const int MinBeyond = 2;
    private const int MaxCellBytes = 8;

    private readonly bool?[] _areCertain = new bool?[schema.Features.Count];

    /// <summary>Whether a cell that is not a code the model was trained on is the last number of such a column.</summary>
    public bool Holds(int feature, ReadOnlySpan<byte> cell) =>
        cell.Length is > 0 and < MaxCellBytes && cell[0] - (uint)'0' <= 9
        && NumberOf(CellText.Clean(Encoding.UTF8.GetString(cell))) is not null
        && (_areCertain[feature] ??= CountOf(schema.Features[feature]) is { } count && AreIn(layout.FeatureColumns[feature], count));

    /// <summary>How many words have the codes from 0 on; null where other codes are meant, or words that are numbers.</summary>
    private static int? CountOf(Feature feature)
    {
        if (feature is { Kind: FeatureKind.Binary, Words.Count: 0 })
        {
            return 2;
        }

        var codes = feature.Words.Select(word => word.Code).Distinct().Order().ToList();
        return feature.Kind is FeatureKind.Binary or FeatureKind.Category && codes.Count > 1
            && codes.Select((code, index) => code == index).All(isNext => isNext)
            && !feature.Words.Any(word => NumberOf(word.Word) is not null)
            ? codes.Count
            : null;
    }

    /// <summary>Whether the first rows hold 1 and the number beyond the codes, and neither 0 nor a higher one.</summary>
    private bool AreIn(int column, int count)
    {
        var (ones, beyond) = (0, 0);
        var found = new HashSet<int>();
        foreach (var row in layout.SampleRows().Where(row => !SkippedRows.IsTotal(row.Cells)))
        {
            var number = column < row.Cells.Length ? NumberOf(row.Cells[column]) : null;
            if (number == 0 || number > count)
            {
                return false;
            }

            found.UnionWith(number is { } code ? [code] : []);
            (ones, beyond) = (ones + (number == 1 ? 1 : 0), beyond + (number == count ? 1 : 0));
        }

        return ones > 0 && (beyond >= MinBeyond || found.Count == count);
    }

    /// <summary>A whole number as exports write it: 2, 2.0.</summary>
    private static int? NumberOf(string cell) =>
        int.TryParse(cell.EndsWith(".0", StringComparison.Ordinal) || cell.EndsWith(",0", StringComparison.Ordinal) ? cell[..^2] : cell,
            NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
