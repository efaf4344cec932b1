
namespace Antivirus.Infra.Tests;

/// <summary>Who may reach what in Azure: identities and roles, no keys.</summary>
public sealed class DeploymentAccessTests(Deployment deployment)
{
    private const string StorageAccount = "Microsoft.Storage/storageAccounts";

    [Fact]
    public void No_storage_account_takes_an_account_key()
    {
        var accounts = deployment.All(StorageAccount);

        Assert.Equal(2, accounts.Count);
        Assert.All(accounts, account => Assert.False((bool)account["properties"]!["allowSharedKeyAccess"]!));
        Assert.All(accounts, account => Assert.False((bool)account["properties"]!["isLocalUserEnabled"]!));
    }

    [Fact]
    public void No_container_is_public()
    {
        Assert.All(deployment.All(StorageAccount), account => Assert.False((bool)account["properties"]!["allowBlobPublicAccess"]!));
        Assert.All(
            deployment.All($"{StorageAccount}/blobServices/containers"),
            container => Assert.Equal("None", (string?)container["properties"]!["publicAccess"]));
    }

    [Fact]
    public void No_password_deploys_the_app()
    {
        var policies = deployment.All("Microsoft.Web/sites/basicPublishingCredentialsPolicies");

        Assert.Equal(2, policies.Count);
        Assert.All(policies, policy => Assert.False((bool)policy["properties"]!["allow"]!));
    }

    [Fact]
    public void No_key_or_connection_string_is_read_into_a_setting()
    {
        var template = deployment.Template.ToJsonString();

        Assert.DoesNotContain("listKeys", template, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("listAccountSas", template, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AccountKey", template, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("'AzureWebJobsStorage'", template, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_role_assignment_is_scoped_to_one_resource()
    {
        var assignments = Deployment.Written(deployment.Template, "Microsoft.Authorization/roleAssignments").ToList();

        Assert.Equal(9, assignments.Count);
        Assert.All(assignments, assignment =>
        {
            var scope = (string?)assignment["scope"];
            Assert.NotNull(scope);
            Assert.Matches(@"^\[resourceId\('Microsoft\.|^\[format\('Microsoft\.", scope);
        });
    }

    [Fact]
    public void Nobody_is_made_owner_or_contributor_of_anything()
    {
        string[] privileged =
        [
            "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", // Owner
            "b24988ac-6180-42a0-ab88-20f7382dd24c", // Contributor
            "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", // User Access Administrator
            "17d1049b-9a84-46fb-8f53-869881c3d3ab", // Storage Account Contributor
        ];
        var assigned = deployment.Open.Concat(deployment.Closed)
            .Where(resource => (string?)resource["type"] == "Microsoft.Authorization/roleAssignments")
            .Select(resource => resource["properties"]!.ToJsonString()).ToList();

        Assert.NotEmpty(assigned);
        Assert.All(privileged, role =>
            Assert.All(assigned, properties => Assert.DoesNotContain(role, properties, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Emails_are_sent_without_a_key_by_a_role_that_only_sends()
    {
        Assert.True((bool)deployment.One("Microsoft.Communication/communicationServices")["properties"]!["disableLocalAuth"]!);
        var role = deployment.One("Microsoft.Authorization/roleDefinitions")["properties"]!;
        var actions = Assert.Single(role["permissions"]!.AsArray())!["actions"]!.AsArray().Select(action => (string?)action).ToList();
        Assert.Equal(3, actions.Count);
        Assert.All(actions, action => Assert.Matches(@"/(Read|Write)$", action));
        Assert.DoesNotContain("09976791-48a7-449e-bb21-39d1a415f350",
            string.Concat(deployment.All("Microsoft.Authorization/roleAssignments").Select(each => each["properties"]!.ToJsonString())),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Who_uploads_straight_into_storage_is_held_to_the_institutions_folder()
    {
        using var compiler = new BicepCompiler();
        compiler.Replace("institutions.json",
            """{ "uam": { "name": "Universidad", "emails": [], "uploaders": ["33333333-3333-3333-3333-333333333333"] } }""");

        var assignment = Assert.Single(compiler.Predict("main.bicepparam"), resource =>
            (string?)resource["type"] == "Microsoft.Authorization/roleAssignments"
            && (string?)resource["properties"]!["principalId"] == "33333333-3333-3333-3333-333333333333");

        Assert.Contains("cargadatosies", assignment.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("2.0", (string?)assignment["properties"]!["conditionVersion"]);
        var condition = (string)assignment["properties"]!["condition"]!;
        Assert.Equal(2, condition.Split("StringStartsWith 'uam/'").Length - 1);
        Assert.All((string[])["read", "write", "add/action", "delete", "move/action"],
            action => Assert.Contains($"blobs/{action}'}}", condition, StringComparison.Ordinal));
    }
}
