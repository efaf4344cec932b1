using System.CommandLine;
using Antivirus.Model.Cohorts;

namespace Antivirus.Training.Pages;

/// <summary>Options of the commands that write a page.</summary>
internal static class PageOptions
{
    public static readonly Option<ReportLanguage> Language = new("--language")
    {
        Description = "Language of the HTML page.",
        DefaultValueFactory = _ => ReportLanguage.Spanish,
    };
}
