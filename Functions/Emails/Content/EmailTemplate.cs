using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Antivirus.Functions.Emails.Content;

/// <summary>
/// A template without logic: <c>{{name}}</c> is a value, <c>{{#name}}…{{/name}}</c> repeats a part for each item of a list (none, one or
/// more), <c>{{&gt;name}}</c> in HTML is what another file holds.
/// In HTML every value is encoded; there is no way to give one unencoded.
/// </summary>
internal sealed partial class EmailTemplate
{
    private readonly string _name;
    private readonly string _text;
    private readonly Func<string, string> _encode;

    private EmailTemplate(string name, string text, bool isHtml)
    {
        _name = name;
        _text = LoneSection().Replace(text.ReplaceLineEndings("\n"), "${tag}");
        _encode = isHtml ? WebUtility.HtmlEncode! : static value => value;
    }

    /// <summary>Loads <c>Templates/{name}</c>; an HTML one is set into <c>layout.html</c>.</summary>
    public static EmailTemplate Load(string name)
    {
        var isHtml = name.EndsWith(".html", StringComparison.Ordinal);
        return new EmailTemplate(name, isHtml ? ReadHtml("layout.html", body: name) : Read(name), isHtml);
    }

    public static EmailTemplate Parse(string name, string text, bool isHtml) => new(name, text, isHtml);

    public string Render(TemplateData data)
    {
        var result = new StringBuilder();
        Render(_text, data, result);
        return result.ToString();
    }

    private void Render(string text, TemplateData data, StringBuilder result)
    {
        var end = 0;
        foreach (Match match in Tag().Matches(text))
        {
            if (match.Index < end)
            {
                // Within a section, whose own rendering has dealt with it.
                continue;
            }

            result.Append(text, end, match.Index - end);
            end = match.Groups["section"].Success
                ? RenderSection(text, match, data, result)
                : AppendValue(match, data, result);
        }

        result.Append(text, end, text.Length - end);
    }

    private int AppendValue(Match match, TemplateData data, StringBuilder result)
    {
        var name = match.Groups["value"].Value;
        result.Append(_encode(data.FindValue(name) ?? throw Missing(name)));
        return match.Index + match.Length;
    }

    private int RenderSection(string text, Match match, TemplateData data, StringBuilder result)
    {
        var name = match.Groups["section"].Value;
        var start = match.Index + match.Length;
        var close = text.IndexOf($"{{{{/{name}}}}}", start, StringComparison.Ordinal);
        var items = data.FindItems(name);
        if (close < 0 || items is null)
        {
            throw Missing(name);
        }

        foreach (var item in items)
        {
            Render(text[start..close], item, result);
        }

        return close + name.Length + "{{/}}".Length;
    }

    private InvalidOperationException Missing(string name) => new($"Email template {_name}: '{name}' has no data, or its section no end.");

    private static string ReadHtml(string name, string body) => Part().Replace(Read(name), part =>
        ReadHtml(part.Groups["name"].Value is var file && file == "body" ? body : $"{file}.html", body));

    private static string Read(string name)
    {
        var resource = $"Antivirus.Functions.Emails.Content.Templates.{name}";
        using var stream = typeof(EmailTemplate).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"Email template {name} is not part of the app.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{(?:#(?<section>\w+)|(?<value>\w+))\}\}")]
    private static partial Regex Tag();

    /// <summary>Another file in a line's place; it brings its own line ends.</summary>
    [GeneratedRegex(@"\{\{>(?<name>[\w-]+)\}\}\r?\n")]
    private static partial Regex Part();

    /// <summary>A section's tag that stands alone on its line leaves no empty line behind.</summary>
    [GeneratedRegex(@"^[ \t]*(?<tag>\{\{[#/]\w+\}\})[ \t]*\n", RegexOptions.Multiline)]
    private static partial Regex LoneSection();
}

/// <summary>What a template shows; a value that a list's item lacks is looked for around the list.</summary>
internal sealed class TemplateData(TemplateData? around = null)
{
    private readonly Dictionary<string, string> _values = [];
    private readonly Dictionary<string, IReadOnlyList<TemplateData>> _lists = [];

    /// <summary>Sets a value; control characters other than line ends become spaces.</summary>
    public TemplateData Set(string name, string value)
    {
        _values[name] = string.Concat(value.Select(character => char.IsControl(character) && character != '\n' ? ' ' : character));
        return this;
    }

    /// <summary>Shows a part once, or not at all.</summary>
    public TemplateData Show(string name, bool shown)
    {
        _lists[name] = shown ? [new TemplateData(this)] : [];
        return this;
    }

    /// <summary>Repeats a part for each item.</summary>
    public TemplateData Repeat<T>(string name, IEnumerable<T> items, Action<T, TemplateData> fill)
    {
        _lists[name] = items.Select(item =>
        {
            var data = new TemplateData(this);
            fill(item, data);
            return data;
        }).ToList();
        return this;
    }

    public string? FindValue(string name) => _values.GetValueOrDefault(name) ?? around?.FindValue(name);

    public IReadOnlyList<TemplateData>? FindItems(string name) => _lists.GetValueOrDefault(name) ?? around?.FindItems(name);
}
