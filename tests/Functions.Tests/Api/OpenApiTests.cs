using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Antivirus.Functions.Api;
using Antivirus.Functions.Observability;
using Antivirus.Functions.Pages;
using Antivirus.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;

namespace Antivirus.Functions.Tests.Api;

/// <summary>The API's description says what the code does.</summary>
public sealed partial class OpenApiTests
{
    private static readonly OpenApiDocument Document = Read();

    public static TheoryData<string> Schemas =>
        ["Links", "Link", "Upload", "UploadLink", "Run", "Problem", "Health", "PartHealth", .. PageSchemas.Keys];

    private static readonly Dictionary<string, JsonTypeInfo> PageSchemas = new()
    {
        ["PortalConfig"] = PageJson.Plain.PortalConfigAnswer,
        ["Me"] = PageJson.Plain.MeAnswer,
        ["RunPage"] = PageJson.Plain.RunPageAnswer,
        ["PageRun"] = PageJson.Plain.PageRunAnswer,
        ["StudentsRequest"] = PageJson.Plain.StudentsRequest,
        ["Students"] = PageJson.Plain.StudentsAnswer,
        ["Student"] = PageJson.Plain.StudentAnswer,
        ["StudentRequest"] = ApiJson.Plain.StudentRequest,
        ["StudentExport"] = ApiJson.Plain.StudentExportAnswer,
        ["StudentErased"] = ApiJson.Plain.StudentErasedAnswer,
        ["StudentRows"] = ApiJson.Plain.StudentRowsAnswer,
        ["StudentDetail"] = PageJson.Plain.StudentDetailAnswer,
        ["StudentEffect"] = PageJson.Plain.StudentEffect,
        ["EarlierScore"] = PageJson.Plain.EarlierScoreAnswer,
        ["CallList"] = PageJson.Plain.CallListAnswer,
        ["Model"] = PageJson.Plain.ModelAnswer,
        ["GroupThresholds"] = PageJson.Plain.GroupThresholdsAnswer,
        ["GroupThreshold"] = PageJson.Plain.GroupThresholdAnswer,
        ["GroupPart"] = PageJson.Plain.GroupPartAnswer,
        ["ThresholdYield"] = PageJson.Plain.ThresholdYield,
        ["Recipients"] = ApiJson.Plain.RecipientsAnswer,
        ["Recipient"] = ApiJson.Plain.RecipientAnswer,
        ["TestEmail"] = ApiJson.Plain.TestEmailAnswer,
        ["OriginalRecipient"] = ApiJson.Plain.OriginalRecipient,
        ["AuditEntry"] = PageJson.Plain.AuditAnswer,
        ["RowProblem"] = PageJson.Plain.RowProblem,
        ["Question"] = PageJson.Plain.ReadingQuestion,
        ["Preview"] = PageJson.Plain.CohortPreview,
        ["Outcomes"] = ApiJson.Plain.OutcomeAnswer,
        ["OutcomeReport"] = ApiJson.Plain.OutcomeReport,
        ["ListMeasure"] = ApiJson.Plain.ListMeasure,
        ["Share"] = ApiJson.Plain.Proportion,
    };

    [Fact]
    public void Every_route_and_method_is_described_and_no_other()
    {
        var described = Document.Paths.SelectMany(path =>
            path.Value.Operations!.Keys.Select(method => $"{method.Method.ToUpperInvariant()} {path.Key}"));

        var routes = typeof(GetOpenApi).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .OfType<HttpTriggerAttribute>()
            .SelectMany(trigger => trigger.Methods!.Except(["options"])
                .Select(method => $"{method.ToUpperInvariant()} /{Placeholder().Replace(trigger.Route!, "{$1}")}"));
        Assert.Equal(routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Every_field_of_an_answer_is_described_and_no_other(string schema)
    {
        JsonTypeInfo answer = schema switch
        {
            "Links" => ApiJson.Plain.LinksAnswer,
            "Link" => ApiJson.Plain.LinkEntry,
            "Upload" => ApiJson.Plain.UploadAnswer,
            "UploadLink" => ApiJson.Plain.UploadLinkAnswer,
            "Run" => ApiJson.Plain.RunAnswer,
            "Problem" => ApiJson.Plain.Problem,
            "Health" => HealthJson.Default.AppHealth,
            "PartHealth" => HealthJson.Default.PartHealth,
            _ => PageSchemas[schema],
        };

        Assert.Equal(
            answer.Properties.Select(property => property.Name).Order(StringComparer.Ordinal),
            Document.Components!.Schemas![schema].Properties!.Keys.Order(StringComparer.Ordinal));
    }

    private static OpenApiDocument Read()
    {
        var result = OpenApiDocument.Parse(File.ReadAllText(RepositoryFolder.File("Functions", "Api", "openapi.json")));
        Assert.Empty(result.Diagnostic!.Errors);
        Assert.Empty(result.Diagnostic.Warnings);
        return result.Document!;
    }

    [GeneratedRegex(@"\{\*?(\w+)\??\}")]
    private static partial Regex Placeholder();
}
