using System.Globalization;
using Antivirus.Model.Cohorts;

namespace Antivirus.Training.Data;

/// <summary>Reads the folds of an evaluation from a CSV: column <c>row</c>, the data row of the raw file from 0, and column <c>fold</c>,
/// from 0.</summary>
internal static class FoldsTable
{
    /// <returns>The fold of each student of the set.</returns>
    /// <exception cref="TrainingException">A row lacks or repeats its fold, or the set does not have every row of its file.</exception>
    public static async Task<int[]> ReadAsync(string path, TrainingSet set, CancellationToken cancellationToken)
    {
        var table = await RawTable.ReadAsync(path, ["row", "fold"], sheet: null, cancellationToken);
        if (set.Count != set.RowsRead || table.Rows.Count != set.Count)
        {
            throw new TrainingException(
                $"{path} has {Count.Of(table.Rows.Count, "fold")}, the data {Count.Of(set.RowsRead, "row")} of which {set.Count} are " +
                "used; given folds need a fold for each row, and no row left out.");
        }

        var (rowColumn, foldColumn) = (table.ColumnOf("row"), table.ColumnOf("fold"));
        var folds = new int[set.Count];
        Array.Fill(folds, -1);
        foreach (var (line, cells) in table.Rows)
        {
            var (row, fold) = (Number(path, line, "row", cells[rowColumn]), Number(path, line, "fold", cells[foldColumn]));
            if (row >= folds.Length || folds[row] >= 0)
            {
                throw new TrainingException(
                    $"{path}, line {line}, column row: found {row}, expected each number from 0 to {folds.Length - 1} once.");
            }

            folds[row] = fold;
        }

        var count = folds.Max() + 1;
        var isWhole = count >= 2 && folds.Distinct().Count() == count;
        return isWhole ? folds
            : throw new TrainingException($"{path}, column fold: expected at least two folds, numbered from 0 without a gap.");
    }

    private static int Number(string path, long line, string column, string cell) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new TrainingException($"{path}, line {line}, column {column}: found '{cell}', expected a whole number from 0.");
}
