using System.Text;

namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Reads the cells of one feature, exactly as a cohort's are read.</summary>
public sealed class FeatureCells(Feature feature, bool decimalComma)
{
    private readonly CellParser _parser = new(feature, decimalComma);

    /// <summary>What a cell may hold, in English.</summary>
    public string Expected => new ProblemTexts(ReportLanguage.English).CellOf(feature);

    /// <summary>False when the cell holds nothing that the feature may be; NaN is a missing value.</summary>
    public bool TryParse(string cell, out float value) => _parser.TryParse(Encoding.UTF8.GetBytes(cell), out value);
}
