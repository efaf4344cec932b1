namespace Antivirus.Model.Models;

/// <summary>Guards the lengths of row-major blocks of cells.</summary>
internal static class RowLengths
{
    /// <exception cref="ArgumentException">The cells are not whole rows, or there are more rows than there is room for their results.</exception>
    public static void Check(int cells, int featureCount, int room)
    {
        if (cells == 0)
        {
            return;
        }

        if (featureCount == 0 || cells % featureCount != 0)
        {
            throw new ArgumentException($"{cells} cells are not whole rows of {featureCount} features.");
        }

        if (cells / featureCount > room)
        {
            throw new ArgumentException($"There are {cells / featureCount} rows, and room for the results of {room}.");
        }
    }
}
