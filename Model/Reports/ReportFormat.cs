namespace Antivirus.Model.Reports;

/// <summary>What a report is sent as. It is stored as CSV; the other forms are made of that.</summary>
public enum ReportFormat
{
    /// <summary>As it is stored: commas, decimal points, UTF-8.</summary>
    Csv,

    /// <summary>For a spreadsheet in Spanish: a byte order mark, <c>;</c> and decimal commas.</summary>
    CsvExcel,

    /// <summary>An Excel workbook, with the rejected rows as its second sheet.</summary>
    Xlsx,
}
