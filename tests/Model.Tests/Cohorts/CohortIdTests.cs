using Antivirus.Model.Cohorts;

namespace Antivirus.Model.Tests.Cohorts;

public sealed class CohortIdTests
{
    [Theory]
    [InlineData("univalle/a.csv", "univalle", "univalle/reporte_a.csv", "univalle/errores_a.csv")]
    [InlineData("univalle/2020/b/a.csv", "univalle", "univalle/2020/b/reporte_a.csv", "univalle/2020/b/errores_a.csv")]
    [InlineData("univalle/a.CSV", "univalle", "univalle/reporte_a.CSV", "univalle/errores_a.CSV")]
    [InlineData("univalle/a.csv.gz", "univalle", "univalle/reporte_a.csv.gz.csv", "univalle/errores_a.csv.gz.csv")]
    [InlineData("univalle/a.CSV.GZ", "univalle", "univalle/reporte_a.CSV.GZ.csv", "univalle/errores_a.CSV.GZ.csv")]
    [InlineData("univalle/a.xlsx", "univalle", "univalle/reporte_a.xlsx.csv", "univalle/errores_a.xlsx.csv")]
    [InlineData("univalle/a.xlsm", "univalle", "univalle/reporte_a.xlsm.csv", "univalle/errores_a.xlsm.csv")]
    [InlineData("univalle/2020/a.b.xlsx", "univalle", "univalle/2020/reporte_a.b.xlsx.csv", "univalle/2020/errores_a.b.xlsx.csv")]
    public void An_upload_names_its_report_and_its_rejected_rows(string upload, string ies, string report, string problems)
    {
        Assert.True(CohortId.TryParseUpload(upload, out var cohort));

        Assert.Equal((upload, ies, report, problems), (cohort.UploadName, cohort.IesCode, cohort.ReportName, cohort.ProblemsName));
        Assert.True(CohortId.TryParseReport(report, out var ofReport, out var isProblems) && !isProblems);
        Assert.True(CohortId.TryParseReport(problems, out var ofProblems, out isProblems) && isProblems);
        Assert.Equal((cohort, cohort), (ofReport, ofProblems));
    }

    [Fact]
    public void No_two_uploads_share_a_report()
    {
        // Arrange
        var names = from stem in (string[])["a", "A", "a.csv", "a.xlsx", "a.csv.gz", "a.xlsm", "a.gz"]
                    from extension in (string[])[".csv", ".CSV", ".csv.gz", ".csv.GZ", ".xlsx", ".XLSX", ".xlsm"]
                    select $"univalle/{stem}{extension}";

        // Act
        var reports = names.Where(name => CohortId.TryParseUpload(name, out _))
            .Select(name => CohortId.TryParseUpload(name, out var cohort) ? cohort.ReportName : "").ToList();

        // Assert
        Assert.Equal(reports.Count, reports.Distinct().Count());
        Assert.True(reports.Count > 40);
    }

    [Theory]
    [InlineData("univalle/a.csv", ".csv", false, false)]
    [InlineData("univalle/a.CSV.gz", ".CSV.gz", true, false)]
    [InlineData("univalle/a.XLSX", ".XLSX", false, true)]
    [InlineData("univalle/a.xlsm", ".xlsm", false, true)]
    public void An_upload_tells_its_kind_by_its_extension(string name, string extension, bool isCompressed, bool isWorkbook)
    {
        Assert.True(CohortId.TryParseUpload(name, out var cohort));

        Assert.Equal((extension, isCompressed, isWorkbook), (cohort.Extension, cohort.IsCompressed, cohort.IsWorkbook));
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("/a.csv")]
    [InlineData("univalle/")]
    [InlineData("univalle/.csv")]
    [InlineData("univalle/.csv.gz")]
    [InlineData("univalle/.xlsx")]
    [InlineData("univalle/a.xls")]
    [InlineData("univalle/a.xlsx.gz")]
    [InlineData("univalle/a.xlsx.csv")]
    [InlineData("univalle/a.csv.gz.csv")]
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
    [InlineData("univalle/reporte_a.xlsx")]
    [InlineData("univalle/reporte_a.csv.gz")]
    public void Other_blobs_beside_the_reports_are_none(string name)
    {
        Assert.False(CohortId.TryParseReport(name, out _, out _));
    }
}
