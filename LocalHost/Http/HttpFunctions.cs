using Antivirus.LocalHost.Discovery;
using Antivirus.LocalHost.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Antivirus.LocalHost.Http;

/// <summary>Gives each HTTP function its route.</summary>
internal sealed class HttpFunctions(FunctionCatalogue catalogue, HostJson host, FunctionKeyAuthorizer gate)
{
    private static readonly string[] AnyMethod = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    public IEnumerable<FunctionMethod> All => catalogue.All.Where(function => function.Trigger is HttpTriggerAttribute);

    /// <exception cref="StartException">A route or a parameter is not one that this host can serve.</exception>
    public void MapTo(IEndpointRouteBuilder routes)
    {
        foreach (var function in All)
        {
            var trigger = (HttpTriggerAttribute)function.Trigger;
            var pattern = Parse(function, RouteOf(function));
            if (function.Parameter.ParameterType != typeof(HttpRequest))
            {
                throw function.Wrong("must take its HTTP trigger as a HttpRequest");
            }

            function.RequireBindable([.. pattern.Parameters.Select(parameter => parameter.Name)]);
            string[] methods = trigger.Methods is null or [] ? AnyMethod : [.. trigger.Methods.Select(method => method.ToUpperInvariant())];
            routes.MapMethods(pattern.RawText!, methods, (RequestDelegate)(context => HandleAsync(function, trigger.AuthLevel, context)))
                .WithDisplayName(function.Name);
        }
    }

    public string RouteOf(FunctionMethod function)
    {
        var route = (((HttpTriggerAttribute)function.Trigger).Route ?? function.Name).TrimStart('/');
        return host.RoutePrefix.Length == 0 ? $"/{route}" : $"/{host.RoutePrefix}/{route}";
    }

    private async Task HandleAsync(FunctionMethod function, AuthorizationLevel level, HttpContext http)
    {
        if (!gate.Allows(level, http))
        {
            http.Response.Headers.WWWAuthenticate = "ApiKey realm=\"functions\"";
            await HttpProblem.WriteAsync(
                http, StatusCodes.Status401Unauthorized,
                    $"Falta una clave válida: envíela en el encabezado {FunctionKeyAuthorizer.Header} o en el parámetro " +
                    $"{FunctionKeyAuthorizer.Query}.");
            return;
        }

        var context = new LocalFunctionContext(function, http.RequestServices, http.Request.RouteValues, http.RequestAborted);
        if (await function.InvokeAsync(context, http.Request) is { } result)
        {
            await result.ExecuteAsync(http);
        }
    }

    private static RoutePattern Parse(FunctionMethod function, string route)
    {
        try
        {
            return RoutePatternFactory.Parse(route);
        }
        catch (RoutePatternException failure)
        {
            throw function.Wrong($"has the route '{route}', which is none: {failure.Message}");
        }
    }
}
