using System.Globalization;
using System.Net;
using System.Text;
using Antivirus.Training.Charts;

namespace Antivirus.Training.Pages;

/// <summary>One HTML file that needs nothing else: no script, no font, no image from elsewhere.</summary>
internal sealed class Page(Wording wording, CancellationToken cancellationToken)
{
    private static readonly string Style = ReadStyle();

    // Longer values are set smaller.
    private const int LongTile = 9;

    private readonly StringBuilder _body = new();
    private int _charts;

    public Page Heading(string text) => Append($"<h2>{Text(text)}</h2>\n");

    public Page Subheading(string text) => Append($"<h3>{Text(text)}</h3>\n");

    public Page Paragraph(string text) => Append($"<p>{Text(text)}</p>\n");

    public Page Warning(string text) => Append($"<p class=\"warning\">{Text(text)}</p>\n");

    public Page List(params IEnumerable<string> items) =>
        Append($"<ul>{string.Concat(items.Select(item => $"<li>{Text(item)}</li>"))}</ul>\n");

    /// <summary>A few figures to see first.</summary>
    public Page Tiles(params IEnumerable<(string Name, string Value, string Remark)> tiles) =>
        Append($"<dl class=\"tiles\">{string.Concat(tiles.Select(tile =>
            $"<div><dt>{Text(tile.Name)}</dt><dd{(tile.Value.Length > LongTile ? " class=\"long\"" : "")}>{Text(tile.Value)}</dd>" +
            $"<dd class=\"remark\">{Text(tile.Remark)}</dd></div>"))}</dl>\n");

    /// <summary>A table whose first column names the row; the others are set as numbers.</summary>
    public Page Table(IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows)
    {
        _body.Append("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>").Append(Cells("th scope=\"col\"", header))
            .Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _body.Append("<tr><th scope=\"row\">").Append(Text(row.First())).Append("</th>").Append(Cells("td", row.Skip(1)))
                .Append("</tr>\n");
        }

        return Append("</tbody></table></div>\n");
    }

    /// <summary>Bars with their names, the longest the whole width.</summary>
    public Page Bars(IReadOnlyList<(string Name, double Length, string Value)> bars) => Append(BarsHtml(bars));

    /// <summary>Bars of several things, side by side.</summary>
    public Page BarCards(IEnumerable<(string Title, IReadOnlyList<(string Name, double Length, string Value)> Bars)> cards) =>
        Append($"<div class=\"charts\">{string.Concat(cards.Select(card =>
            $"<figure><figcaption><strong>{Text(card.Title)}</strong></figcaption>{BarsHtml(card.Bars)}</figure>\n"))}</div>\n");

    /// <summary>Charts side by side, as many as the screen is wide.</summary>
    public Page Charts(params IReadOnlyList<(Chart Chart, string Title, string Remark)> charts) =>
        Append($"<div class=\"charts{(charts.Count is 1 or 2 or 4 ? " two" : "")}\">{string.Concat(charts.Select(chart =>
            Figure(chart.Chart, chart.Title, chart.Remark)))}</div>\n");

    /// <summary>A chart too wide for a phone, which scrolls there.</summary>
    public Page WideChart(Chart chart, string title, string remark) =>
        Append($"<div class=\"wide\">{Figure(chart, title, remark)}</div>\n");

    /// <summary>What the two colours of the charts mean.</summary>
    public Page Legend(string atRisk, string others) =>
        Append($"<p class=\"legend\"><i class=\"risk\"></i>{Text(atRisk)} <i class=\"other\"></i>{Text(others)}</p>\n");

    public string ToHtml(string title, string lead) => $"""
        <!DOCTYPE html>
        <html lang="{wording.Tag}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <title>{Text(title)}</title>
        <style>
        {Style}</style>
        </head>
        <body>
        <main>
        <h1>{Text(title)}</h1>
        <p class="lead">{Text(lead)}</p>
        {_body}</main>
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    private string Figure(Chart chart, string title, string remark)
    {
        // A chart takes a while to draw.
        cancellationToken.ThrowIfCancellationRequested();
        return $"<figure><figcaption><strong>{Text(title)}</strong></figcaption>" +
            $"<div class=\"scroll\" tabindex=\"0\">{chart.ToSvg($"c{++_charts}-", title)}</div>" +
            $"{(remark.Length == 0 ? "" : $"<p class=\"remark\">{Text(remark)}</p>")}</figure>\n";
    }

    private static string BarsHtml(IReadOnlyList<(string Name, double Length, string Value)> bars)
    {
        var longest = bars.Select(bar => bar.Length).Append(double.Epsilon).Max();
        return $"<div class=\"bars\">{string.Concat(bars.Select(bar => string.Create(CultureInfo.InvariantCulture,
            $"<div><span>{Text(bar.Name)}</span><span class=\"bar\"><i style=\"width:{100 * bar.Length / longest:0.#}%\"></i></span>" +
            $"<span>{Text(bar.Value)}</span></div>\n")))}</div>\n";
    }

    private static string Cells(string tag, IEnumerable<string> cells) =>
        string.Concat(cells.Select(cell => $"<{tag}>{Text(cell)}</{tag.Split(' ')[0]}>"));

    private Page Append(string html)
    {
        _body.Append(html);
        return this;
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string ReadStyle()
    {
        using var style = new StreamReader(typeof(Page).Assembly.GetManifestResourceStream("Antivirus.Training.Pages.page.css")!);
        return style.ReadToEnd();
    }
}
