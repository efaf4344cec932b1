using Antivirus.Model.Scoring.SageMaker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

public sealed class SageMakerOptionsTests
{
    [Fact]
    public void The_least_settings_give_the_documented_defaults()
    {
        var options = From(("SageMaker:EndpointName", "riesgo"), ("SageMaker:Region", "sa-east-1"), ("SageMaker:Predicts", "dropout"));

        Assert.Equal(("riesgo", "sa-east-1", "dropout"), (options.EndpointName, options.Region, options.Predicts));
        Assert.Equal((4_000_000, 4, 70, 8, 300, 0.5), (options.MaxPayloadBytes, options.MaxConcurrency, options.TimeoutSeconds,
            options.MaxRetries, options.RetrySeconds, options.Threshold));
        Assert.Null(options.TargetVariant);
        Assert.Null(options.ServiceUrl);
    }

    [Fact]
    public void The_name_of_the_original_is_read_where_there_is_no_other()
    {
        Assert.Equal("viejo",
            From(("ENDPOINT_NAME", "viejo"), ("SageMaker:Region", "us-east-1"), ("SageMaker:Predicts", "passed")).EndpointName);
        Assert.Equal("nuevo", From(("ENDPOINT_NAME", "viejo"), ("SageMaker:EndpointName", "nuevo"), ("SageMaker:Region", "us-east-1"),
            ("SageMaker:Predicts", "passed")).EndpointName);
    }

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_DEFAULT_REGION")]
    public void The_region_may_come_from_the_settings_of_AWS(string setting) =>
        Assert.Equal("eu-west-1",
            From((setting, "eu-west-1"), ("SageMaker:EndpointName", "riesgo"), ("SageMaker:Predicts", "passed")).Region);

    [Fact]
    public void An_institution_has_settings_of_its_own_over_the_common_ones()
    {
        var configuration = Configure(
            ("SageMaker:EndpointName", "comun"), ("SageMaker:Region", "us-east-1"), ("SageMaker:Predicts", "dropout"),
            ("Ies:udea:SageMaker:EndpointName", "propio"), ("Ies:udea:SageMaker:Predicts", "passed"));

        Assert.Equal(("propio", "us-east-1", "passed"), Seen(SageMakerOptions.From(configuration, "udea")));
        Assert.Equal(("comun", "us-east-1", "dropout"), Seen(SageMakerOptions.From(configuration, "univalle")));

        static (string, string, string) Seen(SageMakerOptions options) => (options.EndpointName, options.Region, options.Predicts);
    }

    [Theory]
    [InlineData("EndpointName", "")]
    [InlineData("EndpointName", "..")]
    [InlineData("Region", "")]
    [InlineData("Region", "us east")]
    [InlineData("Predicts", "")]
    [InlineData("Predicts", "risk")]
    [InlineData("TargetVariant", "a\r\nX-Evil: 1")]
    [InlineData("ServiceUrl", "http://example.org/")]
    [InlineData("ServiceUrl", "ftp://127.0.0.1/")]
    [InlineData("ServiceUrl", "/relative")]
    [InlineData("MaxPayloadBytes", "999")]
    [InlineData("MaxPayloadBytes", "6000001")]
    [InlineData("MaxConcurrency", "0")]
    [InlineData("TimeoutSeconds", "0")]
    [InlineData("TimeoutSeconds", "seventy")]
    [InlineData("MaxRetries", "-1")]
    [InlineData("RetrySeconds", "0")]
    [InlineData("Threshold", "1.5")]
    [InlineData("Threshold", "NaN")]
    public void A_wrong_setting_is_refused_with_its_name(string setting, string value)
    {
        var refused = Assert.Throws<OptionsValidationException>(
            () => From(("SageMaker:EndpointName", "riesgo"), ("SageMaker:Region", "us-east-1"), ("SageMaker:Predicts", "dropout"),
                ($"SageMaker:{setting}", value)));

        Assert.Contains($"SageMaker__{setting}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_meaning_is_explained_before_it_can_invert_a_report()
    {
        var refused = Assert.Throws<OptionsValidationException>(() =>
            From(("SageMaker:EndpointName", "riesgo"), ("SageMaker:Region", "us-east-1")));

        Assert.Contains("SageMaker__Predicts", refused.Message, StringComparison.Ordinal);
        Assert.Contains("a wrong one inverts every report", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://vpce-0a1b.runtime.sagemaker.us-east-1.vpce.amazonaws.com")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080")]
    public void A_private_link_or_a_loopback_address_is_taken(string url) =>
        Assert.Equal(new Uri(url), From(("SageMaker:EndpointName", "riesgo"), ("SageMaker:Region", "us-east-1"),
            ("SageMaker:Predicts", "dropout"), ("SageMaker:ServiceUrl", url)).ServiceUrl);

    [Theory]
    [InlineData("us-east-1", null, "riesgo", "https://runtime.sagemaker.us-east-1.amazonaws.com/endpoints/riesgo/invocations")]
    [InlineData("cn-north-1", null, "riesgo", "https://runtime.sagemaker.cn-north-1.amazonaws.com.cn/endpoints/riesgo/invocations")]
    [InlineData("us-east-1", null, "a b/ñ", "https://runtime.sagemaker.us-east-1.amazonaws.com/endpoints/a%20b%2F%C3%B1/invocations")]
    [InlineData("us-east-1", "http://127.0.0.1:8080", "riesgo", "http://127.0.0.1:8080/endpoints/riesgo/invocations")]
    [InlineData("us-east-1", "https://proxy.example/aws/?via=a", "riesgo", "https://proxy.example/aws/endpoints/riesgo/invocations?via=a")]
    public void The_endpoint_is_called_at_its_address(string region, string? serviceUrl, string name, string expected)
    {
        var options = new SageMakerOptions
        {
            Region = region,
            EndpointName = name,
            ServiceUrl = serviceUrl is null ? null : new Uri(serviceUrl)
        };

        Assert.Equal(expected, EndpointAddress.From(options).Url.AbsoluteUri);
    }

    private static SageMakerOptions From(params (string Name, string Value)[] settings) => SageMakerOptions.From(Configure(settings));

    private static IConfiguration Configure(params (string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (name, value) in settings)
        {
            values[name] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
