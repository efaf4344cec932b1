using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Support;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

public sealed class RequestSignerTests
{
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    public static TheoryData<string> RecordedNames => [.. Recorded().Select(vector => vector.GetProperty("name").GetString()!)];

    [Fact]
    public void The_published_vector_get_vanilla_is_reproduced()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://example.amazonaws.com/");

        Sign(request, "service", "us-east-1", sessionToken: null, "20150830T123600Z", body: "");

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, "
            + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            request.Headers.GetValues("Authorization").Single());
    }

    /// <summary>Recorded from botocore 1.43.11's <c>SigV4Auth</c>.</summary>
    [Theory]
    [MemberData(nameof(RecordedNames))]
    public void A_request_gets_the_signature_that_botocore_gives_it(string name)
    {
        var vector = Recorded().Single(vector => vector.GetProperty("name").GetString() == name);
        string? Text(string property) => vector.GetProperty(property).GetString();
        using var request = new HttpRequestMessage(new HttpMethod(Text("method")!), Text("url"));
        AddHeaders(request, vector.GetProperty("headers"), Text("body")!);

        Sign(request, Text("service")!, Text("region")!, Text("sessionToken"), Text("time")!, Text("body")!);

        Assert.Equal(Text("authorization"), request.Headers.GetValues("Authorization").Single());
    }

    private static void Sign(HttpRequestMessage request, string service, string region, string? sessionToken, string time, string body)
    {
        var now = DateTimeOffset.ParseExact(time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var bodyHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        new RequestSigner(region, service).Sign(request, bodyHash, new ImmutableCredentials("AKIDEXAMPLE", SecretKey, sessionToken), now);
    }

    private static void AddHeaders(HttpRequestMessage request, JsonElement headers, string body)
    {
        foreach (var header in headers.EnumerateObject())
        {
            if (header.NameEquals("Content-Type"))
            {
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(header.Value.GetString()!);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
            }
        }
    }

    private static JsonElement[] Recorded()
    {
        using var json = JsonDocument.Parse(
            File.ReadAllText(RepositoryFolder.File("tests", "Model.Tests", "Scoring", "SageMaker", "sigv4-vectors.json")));
        return [.. json.RootElement.Clone().EnumerateArray()];
    }
}
