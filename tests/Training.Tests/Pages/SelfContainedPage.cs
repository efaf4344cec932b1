using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Antivirus.Training.Tests.Pages;

/// <summary>What holds for every page that the console writes.</summary>
internal static partial class SelfContainedPage
{
    private const int MaxBytes = 1_500_000;

    /// <summary>Checks that the page loads nothing, is small, and has these headings; gives its HTML.</summary>
    public static async Task<string> CheckAsync(string path, string language, params string[] headings)
    {
        var html = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.InRange(html.Length, 1, MaxBytes);
        Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
        Assert.Contains("width=device-width", html, StringComparison.Ordinal);
        Assert.Empty(Loads().Matches(html));
        Assert.All(headings, heading => Assert.Contains(heading, WebUtility.HtmlDecode(html), StringComparison.Ordinal));
        CheckCharts(html);
        return html;
    }

    /// <summary>Each chart has words, says what it shows, and shares no id with another.</summary>
    private static void CheckCharts(string html)
    {
        var charts = Charts().Matches(html).Select(match => XElement.Parse(match.Value)).ToList();
        Assert.NotEmpty(charts);
        Assert.All(charts, chart =>
        {
            Assert.Contains(chart.Descendants(), element => element.Name.LocalName == "text" && element.Value.Length > 0);
            Assert.NotEmpty(chart.Attribute("aria-label")!.Value);
        });
        var ids = charts.SelectMany(chart => chart.Descendants().Attributes("id")).Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(charts.SelectMany(chart => chart.Descendants().Attributes("clip-path")), clip =>
            Assert.Contains(clip.Value[5..^1], ids));
    }

    [GeneratedRegex("<script|<link|<iframe|@import|src=\"(?!data:)|href=\"(?!#|data:)|url\\((?!#)", RegexOptions.IgnoreCase)]
    private static partial Regex Loads();

    [GeneratedRegex("<svg .*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Charts();
}
