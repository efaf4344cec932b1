using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Antivirus.EndToEnd.Tests.Worker;

/// <summary>A function as the worker's metadata describes it to the host: its trigger, and for HTTP its route and methods.</summary>
internal sealed class LoadedFunction
{
    private readonly JsonElement _trigger;
    private readonly TemplateMatcher? _route;

    public LoadedFunction(FunctionMetadata metadata)
    {
        Metadata = metadata;
        _trigger = metadata.RawBindings
            .Select(json => JsonElement.Parse(json))
            .Single(binding => Text(binding, "type").EndsWith("Trigger", StringComparison.Ordinal));
        if (IsHttp)
        {
            // The host's routePrefix is empty: see host.json.
            Route = _trigger.TryGetProperty("route", out var route) ? route.GetString()! : metadata.Name;
            _route = new TemplateMatcher(TemplateParser.Parse(Route), []);
        }
    }

    public FunctionMetadata Metadata { get; }

    public string Name => Metadata.Name;

    /// <summary>The parameter that takes what triggers the function.</summary>
    public string TriggerName => Text(_trigger, "name");

    public bool IsHttp => Text(_trigger, "type") == "httpTrigger";

    /// <summary>The route's template, without a slash before it.</summary>
    public string Route { get; } = "";

    /// <summary>In capitals; none for another trigger.</summary>
    public IReadOnlyList<string> Methods =>
        IsHttp ? [.. _trigger.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant())] : [];

    /// <summary>Name of the setting that holds the connection.</summary>
    public string Connection => Text(_trigger, "connection");

    /// <summary>Name of the setting that holds the container: the path is <c>%Setting%/{name}</c>.</summary>
    public string ContainerSetting => Text(_trigger, "path").Split('%')[1];

    /// <summary>The route's values in a path; null when the path is another function's.</summary>
    public RouteValueDictionary? Match(PathString path)
    {
        var values = new RouteValueDictionary();
        return _route is not null && _route.TryMatch(path, values) ? values : null;
    }

    private static string Text(JsonElement binding, string property) => binding.GetProperty(property).GetString()!;
}
