using System.CommandLine;
using System.Text.RegularExpressions;
using Antivirus.Functions.Access;
using Antivirus.Training;

namespace Antivirus.Functions.Tests.Access;

public sealed partial class AccessKeyTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task A_key_that_the_console_makes_opens_the_app_until_its_last_day_and_no_other_does()
    {
        // Arrange
        await using var output = new StringWriter();

        // Act
        var console = new InvocationConfiguration { Output = output, Error = output };
        string[] args = ["keys", "new", "univalle", "--name", "consejería", "--days", "10", "--role", "consejeria"];
        var exitCode = await ConsoleApp.RunAsync(args, console, TestContext.Current.CancellationToken);

        // Assert
        var printed = Printed().Match(output.ToString());
        Assert.Equal((0, true), (exitCode, printed.Success));
        Assert.True(AccessKey.TryParse(printed.Groups["setting"].Value, out var key));
        Assert.Equal(("consejería", Roles.Counsellor), (key.Name, key.Roles));
        Assert.True(key.Opens(printed.Groups["key"].Value, Today));
        Assert.True(key.Opens(printed.Groups["key"].Value, key.Expiry));
        Assert.False(key.Opens(printed.Groups["key"].Value, key.Expiry.AddDays(1)));
        Assert.False(key.Opens(printed.Groups["key"].Value.ToUpperInvariant(), Today));
        Assert.False(key.Opens("", Today));
        Assert.DoesNotContain(printed.Groups["key"].Value, printed.Groups["setting"].Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nombre")]
    [InlineData("nombre|c2Fs|aGFzaA==|2030-01-01")]
    [InlineData("nombre||47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=|2030-01-01")]
    [InlineData("nombre|c2Fs|47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=|01/01/2030")]
    [InlineData("nombre|c2Fs|47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData("nombre|c2Fs|47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=|2030-01-01|rectora")]
    [InlineData("nombre|c2Fs|47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=|2030-01-01|")]
    [InlineData("nombre|c2Fs|47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=|2030-01-01|registro|x")]
    public void What_is_no_key_stops_the_host_with_its_setting(string text)
    {
        var options = new AuthOptions();
        options.Keys["univalle"] = [text];

        var failure = Assert.Single(new AuthOptionsValidator().Validate(null, options).Failures!);
        Assert.StartsWith("Auth__Keys__univalle__0 is not a key", failure, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"x-api-key:\s+(?<key>\S{43})\s.*Auth__Keys__univalle__0=(?<setting>.+\|\d{4}-\d\d-\d\d\|\w+)",
        RegexOptions.Singleline)]
    private static partial Regex Printed();
}
