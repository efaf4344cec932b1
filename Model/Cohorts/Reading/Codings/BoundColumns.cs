using System.Globalization;

namespace Antivirus.Model.Cohorts.Reading.Codings;

/// <summary>The columns of a codebook that hold the least and the largest value of each variable, once its header named them.</summary>
internal sealed class BoundColumns
{
    private static readonly HashSet<string> Least = [.. "min minimo minima minimum desde from".Split(' ')];
    private static readonly HashSet<string> Largest = [.. "max maximo maxima maximum hasta to".Split(' ')];
    private int _least = -1;
    private int _largest = -1;

    /// <summary>The range that a line states; null for a header and where no header named such columns.</summary>
    public StatedRange? Read(IReadOnlyList<string> cells)
    {
        var (least, largest) = (Find(cells, Least), Find(cells, Largest));
        if (least >= 0 && largest >= 0)
        {
            (_least, _largest) = (least, largest);
            return null;
        }

        return _least >= 0 && Math.Max(_least, _largest) < cells.Count
            && Number(cells[_least]) is { } minimum && Number(cells[_largest]) is { } maximum
            ? new StatedRange(minimum, maximum)
            : null;
    }

    private static int Find(IReadOnlyList<string> cells, HashSet<string> names)
    {
        for (var column = 0; column < cells.Count; column++)
        {
            if (cells[column].Length is > 0 and <= 20 && TextFold.Words(cells[column]).Any(names.Contains))
            {
                return column;
            }
        }

        return -1;
    }

    private static double? Number(string cell) => double.TryParse(cell.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture,
        out var number) ? number : null;
}
