using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Reads the cells of one feature, exactly as a cohort's are read.</summary>
/// <param name="decimalMarks">Marks that certainly stand before decimals in this column: <c>.</c>, <c>,</c>, both or none.</param>
public sealed class FeatureCells(Feature feature, string decimalMarks = "")
{
    private readonly CellParser _parser = new(feature, decimalMarks);
    private readonly ProblemTexts _texts = new(ReportLanguage.English);

    /// <summary>What a cell may hold, in English.</summary>
    public string Expected => _texts.CellOf(feature);

    /// <summary>What is expected in place of a cell that was not read, and what is wrong with it, in English.</summary>
    public string ExpectedFor(string cell) => _texts.Expected(feature, CellParser.FaultOf(cell), cell);

    /// <summary>False when the cell holds nothing that the feature may be; NaN is a missing value.</summary>
    public bool TryParse(string cell, out float value) => _parser.TryParse(Encoding.UTF8.GetBytes(cell), out value);

    /// <summary>Whether a cell that could not be read is a word of a category that the model was not trained on.</summary>
    public bool IsNewWord(string cell) => _parser.IsNewWord(Encoding.UTF8.GetBytes(cell));
}
