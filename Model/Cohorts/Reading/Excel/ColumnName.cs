namespace Antivirus.Model.Cohorts.Reading.Excel;

/// <summary>Letters of columns.</summary>
internal static class ColumnName
{
    /// <param name="column">1-based.</param>
    public static string Of(int column) =>
        column <= 26 ? $"{(char)('A' + column - 1)}" : Of((column - 1) / 26) + Of(((column - 1) % 26) + 1);
}
