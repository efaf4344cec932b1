using System.Net;
using System.Text;
using System.Text.Json;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Api;

/// <summary>Which names an upload may have, and what becomes of those that are taken.</summary>
public sealed class UploadNameTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Row = "E1,17,1,1,3,5,4,3,4,18,0,0,1,0,1,0,1,1,0\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_that_is_taken_gets_the_time_and_overwrites_nothing()
    {
        await host.PostFileAsync("cargadatos?bucketName=udea&nameFile=dos.csv", Encoding.UTF8.GetBytes(Row));

        var (status, answer) = await host.PostFileAsync("cargadatos?bucketName=udea&nameFile=dos.csv", Encoding.UTF8.GetBytes(Row + Row));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches(@"^udea/dos-\d{8}T\d{9}Z\.csv$", Text(answer, "name"));
        Assert.Equal(Row, (await host.Uploads.GetBlobClient("udea/dos.csv").DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    [Fact]
    public async Task A_long_name_that_is_taken_is_cut_to_make_room_for_the_time()
    {
        var name = string.Concat(Enumerable.Repeat("🎓", 97)) + ".csv";
        await host.PostFileAsync($"cargadatos?bucketName=udea&nameFile={Uri.EscapeDataString(name)}", Encoding.UTF8.GetBytes(Row));

        var (status, answer) = await host.PostFileAsync($"cargadatos?bucketName=udea&nameFile={Uri.EscapeDataString(name)}",
            Encoding.UTF8.GetBytes(Row));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches(@"^udea/(🎓)+-\d{8}T\d{9}Z\.csv$", Text(answer, "name"));
    }

    [Theory]
    [InlineData("\uFFFE")]
    [InlineData("\uFFFF")]
    [InlineData("\U0001FFFE")]
    [InlineData("\u202E")]
    [InlineData("\u200B")]
    [InlineData("\uFEFF")]
    [InlineData("\u2028")]
    [InlineData("\u0085")]
    public async Task A_name_that_cannot_be_seen_or_listed_is_refused_and_spoils_nobodys_list(string character)
    {
        var (status, _) = await host.PostFileAsync($"cargadatos?bucketName=udea&nameFile=a{Uri.EscapeDataString(character)}b.csv",
            Encoding.UTF8.GetBytes(Row));
        using var list = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Post, "getUrlsUploaded", ApiHost.UdeaKey,
            new StringContent("nombre_ies=udea")), Cancellation);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (status, list.StatusCode));
    }

    [Theory]
    [InlineData("señales 🎓.csv")]
    [InlineData("👩🏽‍🎓 (1).csv")]
    [InlineData("می‌روم.csv")]
    public async Task A_name_in_any_script_is_taken_and_scored(string name)
    {
        var (status, answer) = await host.PostFileAsync($"cargadatos?bucketName=udea&nameFile={Uri.EscapeDataString(name)}",
            Encoding.UTF8.GetBytes(Row));

        Assert.Equal((HttpStatusCode.OK, $"udea/{name}"), (status, Text(answer, "name")));
        await Eventually.HoldsAsync(async () => await host.Reports.GetBlobClient($"udea/reporte_{name}").ExistsAsync(Cancellation),
            "The report came.");
    }

    [Theory]
    [InlineData("../a.csv")]
    [InlineData("x/a.csv")]
    [InlineData("a\\b.csv")]
    [InlineData("a\nb.csv")]
    [InlineData("a.xls")]
    [InlineData("a.xlsx.csv")]
    [InlineData(".csv")]
    [InlineData("")]
    public async Task A_name_with_a_path_or_of_another_kind_is_refused(string name)
    {
        var (status, answer) = await host.PostFileAsync($"cargadatos?bucketName=udea&nameFile={Uri.EscapeDataString(name)}",
            Encoding.UTF8.GetBytes(Row));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(Text(answer, "error"));
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
