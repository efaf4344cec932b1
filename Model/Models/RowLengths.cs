namespace Antivirus.Model.Models;

/// <summary>Guards the lengths of row-major blocks of cells.</summary>
internal static class RowLengths
{
    /// <param name="room">Rows for whose results there is room.</param>
    /// <exception cref="ArgumentException">The cells are not whole rows, or there is not room for all results.</exception>
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
