using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Antivirus.Functions.Tests.Api;
using Antivirus.Support;

namespace Antivirus.Functions.Tests.Pages;

/// <summary>What the page says where the model has thresholds by group.</summary>
public sealed class GroupThresholdPageTests : IAsyncLifetime
{
    private const string Header = "id,age,Medu,traveltime,studytime,freetime,goout,Walc,health,absences,Sex,Famsize,Schoolsup,Famsup,"
        + "Paid,Activities,Higher,Internet,Romantic\n";

    private readonly TemporaryFolder _folder = new();
    private readonly ApiHost _host;

    public GroupThresholdPageTests() => _host = new ApiHost(new Dictionary<string, string?>
    {
        ["Auth:Keys:udea:0"] = ApiHost.Setting(ApiHost.UdeaKey, "2999-12-31"),
        ["ModelsFolder"] = _folder.Path,
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        ChangedModel.Write(_folder.Path, model => model["groupThresholds"] = JsonNode.Parse(ChangedModel.ThresholdsBySex));
        await _host.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_same_score_is_sure_in_one_group_only_and_the_model_names_both()
    {
        // Arrange: two students with the same answers but of two groups.
        var file = await _host.UploadAsync("grupos.csv", Header + Row("A", 0) + Row("B", 1), Cancellation);

        // Act
        var model = await AskAsync(ApiHost.Request(HttpMethod.Get, "api/models/udea", ApiHost.UdeaKey));
        var (first, second) = (await DetailAsync(file, "A"), await DetailAsync(file, "B"));

        // Assert: the label that names the outcome which the score leaves open is sure, the other is not.
        Assert.Equal([0.01, 0.99], model.GetProperty("groupThresholds").GetProperty("groups").EnumerateArray()
            .Select(group => group.GetProperty("threshold").GetDouble()));
        Assert.All([first, second], student => Assert.InRange(student.GetProperty("score").GetDouble(), 0.45, 0.98));
        Assert.True(first.GetProperty("isSure").GetBoolean());
        Assert.False(second.GetProperty("isSure").GetBoolean());
    }

    private static string Row(string id, int sex) => $"{id},19,1,1,1,5,5,3,4,30,{sex},0,1,0,1,0,1,1,0\n";

    private Task<JsonElement> DetailAsync(string file, string id) => AskAsync(ApiHost.Request(HttpMethod.Post, $"api/student/udea/{file}",
        ApiHost.UdeaKey, new StringContent($$"""{"id":"{{id}}"}""", Encoding.UTF8, "application/json")));

    private async Task<JsonElement> AskAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await _host.Http.SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        }
    }
}
