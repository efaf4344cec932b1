using System.Text.Json.Nodes;

namespace Antivirus.Infra.Tests;

public sealed class DeploymentTests(Deployment deployment)
{
    private const string StorageAccount = "Microsoft.Storage/storageAccounts";

    [Fact]
    public void Everything_is_reached_over_https_and_tls_1_2_at_least()
    {
        Assert.All(deployment.All(StorageAccount), account =>
        {
            Assert.True((bool)account["properties"]!["supportsHttpsTrafficOnly"]!);
            Assert.Equal("TLS1_2", (string?)account["properties"]!["minimumTlsVersion"]);
        });
        var app = deployment.One("Microsoft.Web/sites")["properties"]!;
        Assert.True((bool)app["httpsOnly"]!);
        Assert.Equal("1.2", (string?)app["siteConfig"]!["minTlsVersion"]);
        Assert.Equal("Disabled", (string?)app["siteConfig"]!["ftpsState"]);
    }

    [Theory]
    [InlineData("cargadatosies/", 180)]
    [InlineData("reportesies/", 365)]
    [InlineData("antivirus-estado/runs/", 730)]
    [InlineData("antivirus-estado/emails/", 730)]
    [InlineData("antivirus-estado/outcomes/", 730)]
    [InlineData("antivirus-estado/enlaces/", 730)]
    [InlineData("antivirus-estado/cargas/", 1)]
    [InlineData("antivirus-auditoria/", 730)]
    [InlineData("eventos-no-entregados/", 180)]
    public void What_institutions_upload_and_receive_is_deleted_in_time(string prefix, int days)
    {
        var rule = Assert.Single(LifecycleRules(deployment.Open), candidate => candidate.Prefix == prefix);

        Assert.Equal(days, rule.Days);
    }

    [Fact]
    public void Retention_is_a_parameter()
    {
        using var compiler = new BicepCompiler();

        var resources = compiler.Predict("main.bicepparam", ("REPORTS_RETENTION_DAYS", "30"), ("SOFT_DELETE_DAYS", "3"));

        Assert.Equal(30, LifecycleRules(resources).Single(rule => rule.Prefix == "reportesies/").Days);
        var softDelete = resources.Where(resource => (string?)resource["type"] == $"{StorageAccount}/blobServices")
            .Select(service => (int)service["properties"]!["deleteRetentionPolicy"]!["days"]!);
        Assert.Contains(3, softDelete);
    }

    [Fact]
    public void The_ledger_outlives_uploads_and_reports()
    {
        var days = LifecycleRules(deployment.Open).ToDictionary(rule => rule.Prefix, rule => rule.Days);

        Assert.DoesNotContain("antivirus-estado/", days.Keys);
        Assert.DoesNotContain("antivirus-estado/destinatarios/", days.Keys);
        Assert.DoesNotContain("antivirus-estado/preferencias/", days.Keys);
        Assert.True(days["antivirus-estado/runs/"] >= Math.Max(days["cargadatosies/"], days["reportesies/"]));
    }

    [Fact]
    public void A_deletion_by_mistake_can_be_taken_back()
    {
        Assert.All(deployment.All($"{StorageAccount}/blobServices"), service =>
        {
            Assert.True((bool)service["properties"]!["deleteRetentionPolicy"]!["enabled"]!);
            Assert.True((bool)service["properties"]!["containerDeleteRetentionPolicy"]!["enabled"]!);
        });
    }

    [Fact]
    public void Telemetry_takes_no_key_and_stops_at_a_daily_cap()
    {
        Assert.True((bool)deployment.One("Microsoft.Insights/components")["properties"]!["DisableLocalAuth"]!);
        var workspace = Assert.Single(Deployment.Written(deployment.Template, "Microsoft.OperationalInsights/workspaces"));
        Assert.Equal("[json(parameters('dailyCapGb'))]", (string?)workspace["properties"]!["workspaceCapping"]!["dailyQuotaGb"]);
    }

    [Fact]
    public void The_app_runs_on_flex_consumption_as_its_identity()
    {
        Assert.Equal("FC1", (string?)deployment.One("Microsoft.Web/serverfarms")["sku"]!["name"]);
        var app = deployment.One("Microsoft.Web/sites");
        Assert.Equal("UserAssigned", (string?)app["identity"]!["type"]);
        Assert.Equal("functions", (string?)app["tags"]!["azd-service-name"]);
        var config = app["properties"]!["functionAppConfig"]!;
        Assert.Equal("dotnet-isolated", (string?)config["runtime"]!["name"]);
        Assert.Equal("10.0", (string?)config["runtime"]!["version"]);
        Assert.Equal("UserAssignedIdentity", (string?)config["deployment"]!["storage"]!["authentication"]!["type"]);
    }

    [Fact]
    public void Each_institution_becomes_settings_of_the_app()
    {
        using var compiler = new BicepCompiler();
        compiler.Replace("institutions.json",
            """{ "uam": { "name": "Universidad de Pruebas", "emails": ["a@uam.example", "b@uam.example"] } }""");

        var settings = compiler.Predict("main.bicepparam").Single(IsAppSettings)["properties"]!.ToString();

        Assert.Contains("'Ies__uam__Name', 'Universidad de Pruebas'", settings, StringComparison.Ordinal);
        Assert.Contains("'Ies__uam__Emails__0', 'a@uam.example'", settings, StringComparison.Ordinal);
        Assert.Contains("'Ies__uam__Emails__1', 'b@uam.example'", settings, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'Api__MaxUploadBytes', '100000000'")]
    [InlineData("'ASPNETCORE_FORWARDEDHEADERS_ENABLED', 'true'")]
    [InlineData("'AzureWebJobsDisableHomepage', 'true'")]
    [InlineData("'Email__Transport', 'Acs'")]
    public void The_app_is_set_for_what_the_Functions_host_does(string setting) =>
        Assert.Contains(setting, deployment.Open.Single(IsAppSettings)["properties"]!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Only_the_apps_own_page_and_the_configured_ones_may_send_files_to_storage()
    {
        using var compiler = new BicepCompiler();
        compiler.Replace("settings.json", """{ "Api__CorsOrigins__0": "https://web.uam.example", "Otro": "x" }""");

        var services = compiler.Predict("main.bicepparam").Where(resource => (string?)resource["type"] == $"{StorageAccount}/blobServices");

        var cors = Assert.Single(services, service => service["properties"]!["cors"] is not null)["properties"]!["cors"]!["corsRules"]![0]!;
        Assert.Equal("PUT", (string?)Assert.Single(cors["allowedMethods"]!.AsArray()));
        Assert.Matches(@"^\["".*\.azurewebsites\.net.*"",""https://web\.uam\.example""\]$", cors["allowedOrigins"]!.ToJsonString());
    }

    [Theory]
    [InlineData("", "'Email__MaxPerMinute', '5', 'Email__MaxPerHour', '10'")]
    [InlineData("avisos.universidad.example", "'Email__MaxPerMinute', '30', 'Email__MaxPerHour', '100'")]
    public void The_app_keeps_to_what_its_email_domain_may_send(string domain, string limits)
    {
        using var compiler = new BicepCompiler();

        var settings = compiler.Predict("main.bicepparam", ("EMAIL_DOMAIN", domain)).Single(IsAppSettings)["properties"]!.ToString();

        Assert.Contains(limits, settings, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_network_shuts_storage_and_gives_the_app_private_endpoints()
    {
        var accounts = deployment.Closed.Where(resource => (string?)resource["type"] == StorageAccount).ToList();
        Assert.Equal(2, accounts.Count);
        Assert.All(accounts, account =>
        {
            Assert.Equal("Disabled", (string?)account["properties"]!["publicNetworkAccess"]);
            Assert.Equal("Deny", (string?)account["properties"]!["networkAcls"]!["defaultAction"]);
        });
        Assert.Equal(5, deployment.Closed.Count(resource => (string?)resource["type"] == "Microsoft.Network/privateEndpoints"));
        Assert.DoesNotContain(deployment.Open, resource =>
            ((string?)resource["type"])!.StartsWith("Microsoft.Network/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Microsoft.Insights/scheduledQueryRules", "poison-messages")]
    [InlineData("Microsoft.Insights/scheduledQueryRules", "failed-emails")]
    [InlineData("Microsoft.Insights/metricAlerts", "dead-letters")]
    [InlineData("Microsoft.Insights/metricAlerts", "dropped-events")]
    [InlineData("Microsoft.Insights/metricAlerts", "silence")]
    public void Somebody_is_told(string type, string alert)
    {
        var rule = Assert.Single(deployment.All(type), candidate =>
            ((string?)candidate["name"])!.EndsWith(alert, StringComparison.Ordinal));

        Assert.True((bool)rule["properties"]!["enabled"]!);
        Assert.Contains("Microsoft.Insights/actionGroups", rule["properties"]!["actions"]!.ToJsonString(),
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_audit_log_only_grows_for_as_long_as_it_is_kept()
    {
        var policy = deployment.One($"{StorageAccount}/blobServices/containers/immutabilityPolicies");

        Assert.Contains("antivirus-auditoria", (string?)policy["name"], StringComparison.Ordinal);
        Assert.Equal(730, (int)policy["properties"]!["immutabilityPeriodSinceCreationInDays"]!);
        Assert.True((bool)policy["properties"]!["allowProtectedAppendWrites"]!);
    }

    [Fact]
    public void Who_reads_writes_and_deletes_files_is_logged()
    {
        var log = deployment.One("Microsoft.Insights/diagnosticSettings")["properties"]!;

        Assert.Equal(["StorageRead", "StorageWrite", "StorageDelete"],
            log["logs"]!.AsArray().Where(each => (bool)each!["enabled"]!).Select(each => (string?)each!["category"]));
    }

    [Theory]
    [InlineData("", 1, 0)]
    [InlineData("a@uam.example,b@uam.example", 0, 2)]
    public void Alerts_reach_the_owners_where_nobody_is_named(string emails, int roles, int addresses)
    {
        using var compiler = new BicepCompiler();

        var people = compiler.Predict("main.bicepparam", ("ALERT_EMAILS", emails))
            .Single(resource => (string?)resource["type"] == "Microsoft.Insights/actionGroups")["properties"]!;

        Assert.Equal((roles, addresses),
            (people["armRoleReceivers"]!.AsArray().Count, people["emailReceivers"]?.AsArray().Count ?? 0));
    }

    private static bool IsAppSettings(JsonNode resource) => (string?)resource["type"] == "Microsoft.Web/sites/config";

    private static IReadOnlyList<(string Prefix, int Days)> LifecycleRules(IEnumerable<JsonNode> resources) =>
    [
        .. resources.Single(resource =>
            (string?)resource["type"] == $"{StorageAccount}/managementPolicies")["properties"]!["policy"]!["rules"]!
            .AsArray()
            .Where(rule => (bool)rule!["enabled"]!)
            .Select(rule => rule!["definition"]!)
            .SelectMany(definition => definition["filters"]!["prefixMatch"]!.AsArray().Select(prefix => (
                (string)prefix!,
                (int)definition["actions"]!["baseBlob"]!["delete"]!["daysAfterModificationGreaterThan"]!))),
    ];
}
