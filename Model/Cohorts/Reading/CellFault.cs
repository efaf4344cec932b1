namespace Antivirus.Model.Cohorts.Reading;

/// <summary>Why a cell could not be read, as far as that helps whoever mends it.</summary>
internal enum CellFault
{
    Other,
    Missing,

    /// <summary>12.000 may be twelve or twelve thousand.</summary>
    Ambiguous,

    /// <summary>A spreadsheet made a date of it.</summary>
    Date,
    Percent,
}
