using System.Globalization;
using System.Security;
using System.Text;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Cohorts.Reading;

/// <summary>Writes the rows of a decorated cohort as a workbook: numbers as numbers or texts, beside sheets of something else.</summary>
internal static class WorkbookClothes
{
    private const int MaxExactDigits = 15;

    public static byte[] Write(IReadOnlyList<string[]> rows, Random random)
    {
        var workbook = new WorkbookFile();
        var numbersAsTexts = random.Next(3) == 0;
        if (random.Next(3) == 0)
        {
            workbook.Texts("Léame", "visible", ["Instrucciones"], ["Llene la hoja de datos", "y guárdela"]);
        }

        if (random.Next(4) == 0)
        {
            // The same table of other students, hidden: never to be read.
            workbook.Sheet("Anterior", string.Concat(rows.Select((cells, row) => Row([.. cells.Reverse()], row, true))), "hidden");
        }

        workbook.Sheet("Datos 2026-1", string.Concat(rows.Select((cells, row) => Row(cells, row, numbersAsTexts))));
        if (random.Next(3) == 0)
        {
            workbook.Texts("Resumen", "visible", ["Programa", "Total"], ["Derecho", "12"]);
        }

        return workbook.ToStream().ToArray();
    }

    private static string Row(string[] cells, int row, bool numbersAsTexts)
    {
        var text = new StringBuilder();
        for (var column = 0; column < cells.Length; column++)
        {
            var (cell, place) = (cells[column], $"{NameOf(column)}{row + 1}");
            text.Append(cell.Length == 0 ? ""
                : !numbersAsTexts && IsNumber(cell) ? $"<c r=\"{place}\"><v>{cell}</v></c>"
                : $"<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(cell)}</t></is></c>");
        }

        return $"<row r=\"{row + 1}\">{text}</row>";
    }

    /// <summary>What a spreadsheet keeps as a number and shows as it was typed.</summary>
    private static bool IsNumber(string cell) => cell.Length <= MaxExactDigits
        && double.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == cell;

    private static string NameOf(int column) =>
        column < 26 ? $"{(char)('A' + column)}" : $"{(char)('A' + (column / 26) - 1)}{(char)('A' + (column % 26))}";
}
