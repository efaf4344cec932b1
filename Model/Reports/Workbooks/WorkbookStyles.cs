using SpreadCheetah;
using SpreadCheetah.Styling;

namespace Antivirus.Model.Reports.Workbooks;

/// <summary>How the cells of the workbooks look.</summary>
internal sealed class WorkbookStyles(Spreadsheet workbook)
{
    /// <summary>Kept as text by whoever edits it: 00012 stays 00012.</summary>
    public static Style TextStyle { get; } = new() { Format = NumberFormat.Standard(StandardNumberFormat.Text) };

    public StyleId Header { get; } = workbook.AddStyle(new Style { Font = { Bold = true } });

    public StyleId Plain { get; } = workbook.AddStyle(new Style());

    public StyleId Text { get; } = workbook.AddStyle(TextStyle);

    /// <summary>A probability with four decimals.</summary>
    public StyleId Score { get; } = workbook.AddStyle(new Style { Format = NumberFormat.Custom("0.0000") });

    /// <summary>A sentence over several lines.</summary>
    public StyleId Wrapped { get; } = workbook.AddStyle(new Style { Alignment = { WrapText = true, Vertical = VerticalAlignment.Top } });
}
