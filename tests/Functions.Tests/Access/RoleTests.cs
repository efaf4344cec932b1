using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Antivirus.Functions.Access;
using Antivirus.Functions.Tests.Api;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Access;

public sealed partial class RoleTests(ApiHost host) : IClassFixture<ApiHost>
{
    /// <summary>What only the administrator may do; every other action is listed in the rules.</summary>
    private static readonly string[] AdministratorsOnly =
        ["audit", "delete", "preferences", "preferencesChange", "recipientAdd", "recipientRemove", "recipients", "studentErase",
            "studentExport", "testEmail"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "api/portal/runs/udea", null, "registro consejeria direccion administracion")]
    [InlineData("GET", "api/models/udea", null, "registro consejeria direccion administracion")]
    [InlineData("GET", "api/models/udea/report", null, "registro consejeria direccion administracion")]
    [InlineData("GET", "api/template/udea", null, "registro consejeria direccion administracion")]
    [InlineData("POST", "api/preview/udea", "id", "registro administracion")]
    [InlineData("POST", "api/uploads/udea", """{"file":"rol.csv","size":9}""", "registro administracion")]
    [InlineData("GET", "api/uploads/udea/nada.csv", null, "registro administracion")]
    [InlineData("GET", "api/problems/udea/nada.csv", null, "registro administracion")]
    [InlineData("POST", "getUrlsUploaded", "nombre_ies=udea", "registro administracion")]
    [InlineData("POST", "getReports", "nombre_ies=udea", "registro consejeria administracion")]
    [InlineData("GET", "api/reports/udea/reporte_nada.csv", null, "registro consejeria administracion")]
    [InlineData("POST", "api/students/udea/nada.csv", """{"from":0,"count":1,"capacity":1}""", "consejeria administracion")]
    [InlineData("POST", "api/student/udea/nada.csv", """{"id":"A"}""", "consejeria administracion")]
    [InlineData("GET", "api/capacity/udea/nada.csv?n=1", null, "consejeria direccion administracion")]
    [InlineData("GET", "api/programmes/udea/nada.csv?n=1", null, "consejeria administracion")]
    [InlineData("GET", "api/recipients/udea", null, "administracion")]
    [InlineData("GET", "api/preferences/udea", null, "administracion")]
    [InlineData("PUT", "api/preferences/udea", "{", "administracion")]
    [InlineData("GET", "api/audit/udea", null, "administracion")]
    [InlineData("DELETE", "api/runs/udea/nada.csv", null, "administracion")]
    public async Task A_role_may_do_what_the_documentation_says_and_nothing_else(string method, string path, string? body, string allowed)
    {
        foreach (var role in RoleRules.AllWords)
        {
            // Act
            using var answer = await host.Http.SendAsync(ApiHost.Request(new HttpMethod(method), path, ApiHost.KeyWithRole(role),
                body is null ? null : new StringContent(body, Encoding.UTF8)), Cancellation);

            // Assert
            Assert.Equal((role, !allowed.Split(' ').Contains(role)), (role, answer.StatusCode == HttpStatusCode.Forbidden));
        }
    }

    [Fact]
    public async Task A_refusal_names_the_role_and_whom_to_ask()
    {
        // Act
        using var answer = await host.Http.SendAsync(
            ApiHost.Request(HttpMethod.Get, "api/audit/udea", ApiHost.KeyWithRole("direccion")), Cancellation);
        using var me = await host.Http.SendAsync(ApiHost.Request(HttpMethod.Get, "api/me", ApiHost.KeyWithRole("direccion")), Cancellation);

        // Assert
        Assert.Contains("direccion", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        var institution = JsonDocument.Parse(await me.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("institutions")[0];
        Assert.Equal(["direccion"], institution.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
    }

    [Fact]
    public void Each_action_of_the_app_is_decided_upon()
    {
        // Act
        var actions = Directory.EnumerateFiles(RepositoryFolder.File("Functions"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Action().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["action"].Value)
            .Where(action => !(Roles.Registrar | Roles.Counsellor | Roles.Leadership).May(action))
            .Distinct()
            .Order(StringComparer.Ordinal);

        // Assert
        Assert.Equal(AdministratorsOnly, actions);
    }

    [GeneratedRegex(@"pipeline\.RunAsync\(request, ""(?<action>[^""]+)""")]
    private static partial Regex Action();
}
