using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Tests.Cohorts;

public sealed class CohortIdTests
{
    [Theory]
    [InlineData("univalle/a.csv", "univalle", "univalle/reporte_a.csv", "univalle/errores_a.csv")]
    [InlineData("univalle/2020/b/a.csv", "univalle", "univalle/2020/b/reporte_a.csv", "univalle/2020/b/errores_a.csv")]
    [InlineData("univalle/a.CSV", "univalle", "univalle/reporte_a.CSV", "univalle/errores_a.CSV")]
    [InlineData("univalle/a.csv.gz", "univalle", "univalle/reporte_a.csv", "univalle/errores_a.csv")]
    public void An_upload_names_its_report_and_its_rejected_rows(string upload, string ies, string report, string problems)
    {
        Assert.True(CohortId.TryParseUpload(upload, out var cohort));

        Assert.Equal((upload, ies, report, problems), (cohort.UploadName, cohort.IesCode, cohort.ReportName, cohort.ProblemsName));
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("/a.csv")]
    [InlineData("univalle/")]
    [InlineData("univalle/.csv")]
    [InlineData("univalle/.csv.gz")]
    [InlineData("univalle/a.xlsx")]
    [InlineData("univalle/a.csv/")]
    [InlineData("")]
    public void A_blob_without_folder_or_of_another_kind_is_no_cohort(string name)
    {
        Assert.False(CohortId.TryParseUpload(name, out _));
    }

    [Theory]
    [InlineData("univalle/2020/reporte_a.csv", false)]
    [InlineData("univalle/2020/errores_a.csv", true)]
    public void A_report_names_the_upload_that_it_came_from(string name, bool isProblems)
    {
        Assert.True(CohortId.TryParseReport(name, out var cohort, out var found));

        Assert.Equal(("univalle/2020/a.csv", isProblems), (cohort.UploadName, found));
    }

    [Theory]
    [InlineData("univalle/a.csv")]
    [InlineData("reporte_a.csv")]
    [InlineData("univalle/reporte_.csv")]
    [InlineData("univalle/reporte_a.txt")]
    public void Other_blobs_beside_the_reports_are_none(string name)
    {
        Assert.False(CohortId.TryParseReport(name, out _, out _));
    }
}
