namespace Antivirus.Training.Exploration;

/// <summary>A column's cells as text, and as numbers where all of them are numbers.</summary>
/// <param name="Numbers">One for each row, NaN for an empty cell; null for words and codes.</param>
internal sealed record RawColumn(string Name, string LabelEs, string LabelEn, string[] Cells, double[]? Numbers, bool IsWhole);
