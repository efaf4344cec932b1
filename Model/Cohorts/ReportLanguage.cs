namespace Antivirus.Model.Cohorts;

/// <summary>Language of what an institution reads.</summary>
public enum ReportLanguage
{
    Spanish,
    English,
}

/// <summary>Texts in two languages.</summary>
public static class ReportLanguageText
{
    /// <summary>The text in this language.</summary>
    public static string Say(this ReportLanguage language, string spanish, string english) =>
        language == ReportLanguage.English ? english : spanish;
}
