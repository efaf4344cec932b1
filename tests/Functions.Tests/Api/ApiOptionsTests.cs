using Antivirus.Functions.Api;

namespace Antivirus.Functions.Tests.Api;

public sealed class ApiOptionsTests
{
    private readonly ApiOptionsValidator _validator = new();

    [Fact]
    public void The_defaults_are_accepted() => Assert.True(_validator.Validate(null, new ApiOptions()).Succeeded);

    [Theory]
    [InlineData(0)]
    [InlineData(59)]
    [InlineData(86_401)]
    public void A_wrong_lifetime_of_links_stops_the_host_with_its_setting_its_value_and_its_range(int seconds) =>
        Assert.Equal($"Api__LinkSeconds is {seconds}; it must be from 60 to 86400.",
            _validator.Validate(null, new ApiOptions { LinkSeconds = seconds }).FailureMessage);
}
