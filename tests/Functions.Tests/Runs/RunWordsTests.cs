using System.Net.Sockets;
using Antivirus.Functions.Runs;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Antivirus.Functions.Tests.Runs;

public sealed class RunWordsTests
{
    [Theory]
    [InlineData(ReportLanguage.Spanish, "El almacenamiento falló (503 ServerBusy). El servidor lo intenta otra vez")]
    [InlineData(ReportLanguage.English, "Storage failed (503 ServerBusy). The server tries again")]
    public void A_try_that_storage_failed_says_so_and_that_nobody_need_act(ReportLanguage language, string expected) =>
        Assert.StartsWith(expected, RunWords.Failed(new RequestFailedException(503, "No.", "ServerBusy", null), language),
            StringComparison.Ordinal);

    [Fact]
    public void A_storage_that_cannot_be_reached_is_named_by_its_cause_and_not_by_status_0()
    {
        var unreached = new RequestFailedException(0, "No.", null,
            new HttpRequestException("No.", new SocketException((int)SocketError.ConnectionRefused)));

        Assert.Contains("(ConnectionRefused)", RunWords.Failed(unreached, ReportLanguage.Spanish), StringComparison.Ordinal);
        Assert.Equal("ConnectionRefused", RunWords.CauseOf(unreached));
    }

    [Fact]
    public void A_model_that_cannot_be_read_is_named_with_the_reason() =>
        Assert.Equal("model.json is missing", RunWords.CauseOf(new ArtefactException("model.json is missing.")));

    [Fact]
    public void What_nobody_foresaw_is_named_by_its_type_alone() =>
        Assert.DoesNotContain("NADIE-1", RunWords.Failed(new InvalidOperationException("NADIE-1"), ReportLanguage.English),
            StringComparison.Ordinal);

    [Fact]
    public void Words_for_a_given_up_upload_are_known_in_both_languages()
    {
        Assert.True(RunWords.IsGivenUp(RunWords.GivenUp(ReportLanguage.Spanish)));
        Assert.True(RunWords.IsGivenUp(RunWords.GivenUp(ReportLanguage.English)));
        Assert.False(RunWords.IsGivenUp(null));
    }

    [Theory]
    [InlineData(ReportLanguage.Spanish, "Súbalo entero, como block blob")]
    [InlineData(ReportLanguage.English, "Upload it whole, as a block blob")]
    public void An_append_blob_is_refused_in_the_language_of_its_institution(ReportLanguage language, string expected)
    {
        var blob = BlobsModelFactory.BlobDownloadDetails(blobType: BlobType.Append);

        Assert.Contains(expected, UploadRefusal.Of(blob, promise: null)!(language), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.ods", ReportLanguage.Spanish, "Guardar como > Libro de Excel")]
    [InlineData("a.ods", ReportLanguage.English, "Save As > Excel Workbook")]
    [InlineData("a.xlsx.csv", ReportLanguage.Spanish, "termina en dos extensiones")]
    [InlineData("a.xlsx.csv", ReportLanguage.English, "ends in two extensions")]
    public void A_name_that_is_not_read_is_refused_in_the_language_of_its_institution(string file, ReportLanguage language,
        string expected) => Assert.Contains(expected, FileNames.Refusal(file, language), StringComparison.Ordinal);
}
