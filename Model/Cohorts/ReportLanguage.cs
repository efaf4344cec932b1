namespace Antivirus.Model.Cohorts;

/// <summary>Language of what an institution reads.</summary>
public enum ReportLanguage
{
    Spanish,
    English,
}
