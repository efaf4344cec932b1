namespace Antivirus.Training.Exploration;

/// <summary>How much a column goes with another, or with the target.</summary>
internal static class Association
{
    /// <summary>Pearson's correlation over the rows where both are known; NaN when one of them is constant.</summary>
    public static double Correlation(double[] left, double[] right)
    {
        var (count, sumLeft, sumRight) = (0, 0.0, 0.0);
        for (var row = 0; row < left.Length; row++)
        {
            if (!double.IsNaN(left[row]) && !double.IsNaN(right[row]))
            {
                (count, sumLeft, sumRight) = (count + 1, sumLeft + left[row], sumRight + right[row]);
            }
        }

        if (count == 0)
        {
            return double.NaN;
        }

        var (meanLeft, meanRight) = (sumLeft / count, sumRight / count);
        var (product, squaresLeft, squaresRight) = (0.0, 0.0, 0.0);
        for (var row = 0; row < left.Length; row++)
        {
            if (!double.IsNaN(left[row]) && !double.IsNaN(right[row]))
            {
                var (fromLeft, fromRight) = (left[row] - meanLeft, right[row] - meanRight);
                product += fromLeft * fromRight;
                squaresLeft += fromLeft * fromLeft;
                squaresRight += fromRight * fromRight;
            }
        }

        return product / Math.Sqrt(squaresLeft * squaresRight);
    }

    /// <summary>
    /// How much the words of a column tell of the target, 0 to 1: the root of the share of its variance that lies between the words,
    /// less what as many words would explain by chance (Kelley 1935).
    /// </summary>
    public static double OfWords(string[] cells, double[] target)
    {
        var rows = Enumerable.Range(0, cells.Length).Where(row => !double.IsNaN(target[row])).ToList();
        if (rows.Count < 2)
        {
            return 0;
        }

        var mean = rows.Average(row => target[row]);
        var total = rows.Sum(row => (target[row] - mean) * (target[row] - mean));
        var words = rows.GroupBy(row => cells[row], row => target[row]).Select(word => (Count: word.Count(), Mean: word.Average()))
            .ToList();
        var between = words.Sum(word => word.Count * (word.Mean - mean) * (word.Mean - mean));
        var freedom = rows.Count - words.Count;
        return total == 0 || freedom <= 0 ? 0 : Math.Sqrt(Math.Max(0, 1 - ((total - between) / freedom / (total / (rows.Count - 1)))));
    }
}
