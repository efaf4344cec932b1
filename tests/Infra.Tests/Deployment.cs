using System.Text.Json.Nodes;
using Antivirus.Infra.Tests;

[assembly: AssemblyFixture(typeof(Deployment))]

namespace Antivirus.Infra.Tests;

/// <summary>What a deployment with the shipped parameters would make.</summary>
public sealed class Deployment
{
    public Deployment()
    {
        using var compiler = new BicepCompiler();
        Template = compiler.Build("main.bicep");
        Subscriptions = compiler.Build("subscriptions.bicep");
        Open = compiler.Predict("main.bicepparam", ("AZURE_PRINCIPAL_ID", "22222222-2222-2222-2222-222222222222"));
        Closed = compiler.Predict("main.bicepparam", ("VNET_ENABLED", "true"));
        compiler.Replace("subscriptions.bicepparam", """
            using 'subscriptions.bicep'
            param functionAppName = 'func'
            param storageName = 'stdatos'
            param topicName = 'evgt'
            param uploadsContainer = 'cargadatosies'
            param reportsContainer = 'reportesies'
            param deadLetterContainer = 'eventos-no-entregados'
            """);
        EventSubscriptions = compiler.Predict("subscriptions.bicepparam");
    }

    public JsonNode Template { get; }

    public JsonNode Subscriptions { get; }

    public IReadOnlyList<JsonNode> Open { get; }

    public IReadOnlyList<JsonNode> Closed { get; }

    public IReadOnlyList<JsonNode> EventSubscriptions { get; }

    /// <summary>The resources of a type in the open deployment; a test that finds none proves nothing, so none is an error.</summary>
    public IReadOnlyList<JsonNode> All(string type)
    {
        var found = Open.Where(resource => (string?)resource["type"] == type).ToList();
        Assert.NotEmpty(found);
        return found;
    }

    public JsonNode One(string type) => Assert.Single(All(type));

    /// <summary>Every resource of a type in the template and the templates nested in it, as written.</summary>
    public static IEnumerable<JsonNode> Written(JsonNode template, string type)
    {
        var resources = template["resources"] switch
        {
            JsonArray array => array.Select(resource => resource!),
            JsonObject named => named.Select(entry => entry.Value!),
            _ => [],
        };
        foreach (var resource in resources)
        {
            if ((string?)resource["type"] == type && resource["existing"] is null)
            {
                yield return resource;
            }

            // What the compiler writes as one expression is no nested template.
            if (resource["properties"] is JsonObject properties && properties["template"] is { } nested)
            {
                foreach (var inner in Written(nested, type))
                {
                    yield return inner;
                }
            }
        }
    }
}
