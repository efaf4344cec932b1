using System.Text.Json.Nodes;
using Antivirus.Support;

namespace Antivirus.Infra.Tests;

public sealed class EventSubscriptionTests(Deployment deployment)
{
    private const string Type = "Microsoft.EventGrid/systemTopics/eventSubscriptions";

    [Theory]
    [InlineData("CreatePredictions", "cargadatosies")]
    [InlineData("SendReportEmail", "reportesies")]
    public void A_trigger_hears_of_its_own_container_only(string function, string container)
    {
        var subscription = Find(function);

        Assert.Equal($"/blobServices/default/containers/{container}/blobs/", (string?)subscription["filter"]!["subjectBeginsWith"]);
        Assert.Contains(
            $"functionName=Host.Functions.{function}&code=",
            subscription["destination"]!["properties"]!["endpointUrl"]!.ToString().Replace("{1}", function, StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.True(File.Exists(RepositoryFolder.File("Functions", $"{function}.cs")), $"There is no function {function}.");
    }

    [Fact]
    public void Only_calls_that_complete_a_blob_start_a_function()
    {
        Assert.All(Subscriptions(), subscription =>
        {
            Assert.Equal("""["Microsoft.Storage.BlobCreated"]""", subscription["filter"]!["includedEventTypes"]!.ToJsonString());
            var filter = Assert.Single(subscription["filter"]!["advancedFilters"]!.AsArray())!;
            Assert.Equal("data.api", (string?)filter["key"]);
            Assert.Equal("""["PutBlob","PutBlockList","CopyBlob","FlushWithClose"]""", filter["values"]!.ToJsonString());
        });
    }

    [Fact]
    public void An_event_that_cannot_be_delivered_is_kept()
    {
        var containers = deployment.All("Microsoft.Storage/storageAccounts/blobServices/containers")
            .Select(container => ((string)container["name"]!).Split('/')[^1]);

        Assert.All(Subscriptions(), subscription =>
        {
            Assert.True((int)subscription["retryPolicy"]!["maxDeliveryAttempts"]! >= 10);
            Assert.True((int)subscription["retryPolicy"]!["eventTimeToLiveInMinutes"]! >= 1440);
            var deadLetter = subscription["deadLetterWithResourceIdentity"]!;
            Assert.Equal("SystemAssigned", (string?)deadLetter["identity"]!["type"]);
            Assert.Contains((string?)deadLetter["deadLetterDestination"]!["properties"]!["blobContainerName"], containers);
        });
    }

    [Fact]
    public void The_webhook_s_key_is_the_only_one_that_is_read()
    {
        var template = deployment.Subscriptions.ToJsonString();

        Assert.Equal(2, template.Split("listKeys", StringSplitOptions.None).Length);
        Assert.Contains("systemKeys.blobs_extension", template, StringComparison.Ordinal);
    }

    private JsonNode[] Subscriptions()
    {
        JsonNode[] found = [.. deployment.EventSubscriptions.Where(resource => (string?)resource["type"] == Type)
            .Select(resource => resource["properties"]!)];
        Assert.Equal(2, found.Length);
        return found;
    }

    private JsonNode Find(string function) =>
        deployment.EventSubscriptions.Single(resource =>
            (string?)resource["type"] == Type && ((string)resource["name"]!)
                .EndsWith($"/{function}", StringComparison.OrdinalIgnoreCase))["properties"]!;
}
