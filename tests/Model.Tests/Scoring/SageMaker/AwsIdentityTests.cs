using Antivirus.Model.Scoring.SageMaker;
using Antivirus.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

/// <summary>The environment is the process's: these tests run when no other does.</summary>
[CollectionDefinition(nameof(TheEnvironment), DisableParallelization = true)]
public sealed class TheEnvironment;

[Collection(nameof(TheEnvironment))]
public sealed class AwsIdentityTests : IDisposable
{
    private static readonly string[] Variables =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION",
        "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ENDPOINT_URL_STS", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    ];

    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);
    private readonly TemporaryFolder _folder = new();

    public AwsIdentityTests()
    {
        foreach (var name in Variables)
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        Set("AWS_REGION", "us-east-1");
    }

    [Fact]
    public async Task Keys_and_session_token_come_from_the_environment()
    {
        Set("AWS_ACCESS_KEY_ID", "AKIDENV");
        Set("AWS_SECRET_ACCESS_KEY", "secret");
        Set("AWS_SESSION_TOKEN", "token");

        Assert.Equal(("AKIDENV", "secret", "token"), await ResolveAsync());
    }

    [Fact]
    public async Task Keys_come_from_the_named_profile()
    {
        await File.WriteAllTextAsync(
            AwsFiles.Credentials,
            "[default]\naws_access_key_id = AKIDOTHER\naws_secret_access_key = other\n\n[campus]\naws_access_key_id = " +
                "AKIDPROFILE\naws_secret_access_key = secret\n",
            TestContext.Current.CancellationToken);
        Set("AWS_PROFILE", "campus");

        Assert.Equal(("AKIDPROFILE", "secret", ""), await ResolveAsync());
    }

    [Fact]
    public async Task A_web_identity_is_exchanged_for_session_credentials()
    {
        string? asked = null;
        await using var sts = await ServeAsync(async context =>
        {
            asked = string.Join('&', (await context.Request.ReadFormAsync()).Select(field => $"{field.Key}={field.Value}"));
            return """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
                <Credentials><AccessKeyId>ASIAWEB</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
                <SessionToken>web token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
                </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
                """;
        });
        await File.WriteAllTextAsync(_folder.File("jwt"), "header.claims.signature", TestContext.Current.CancellationToken);
        Set("AWS_ENDPOINT_URL_STS", sts.Urls.First());
        Set("AWS_WEB_IDENTITY_TOKEN_FILE", _folder.File("jwt"));
        Set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/riesgo");

        Assert.Equal(("ASIAWEB", "secret", "web token"), await ResolveAsync());
        Assert.Contains("WebIdentityToken=header.claims.signature", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_s_role_gives_session_credentials()
    {
        await using var agent = await ServeAsync(context => Task.FromResult(context.Request.Headers.Authorization == "container token"
            ? """{"AccessKeyId":"ASIACONTAINER","SecretAccessKey":"secret","Token":"role token","Expiration":"2099-01-01T00:00:00Z"}"""
            : "{}"));
        Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", $"{agent.Urls.First()}/role");
        Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "container token");

        Assert.Equal(("ASIACONTAINER", "secret", "role token"), await ResolveAsync());
    }

    [Fact]
    public async Task Without_credentials_the_message_says_what_to_set()
    {
        var failed = await Assert.ThrowsAsync<SageMakerException>(ResolveAsync);

        Assert.False(failed.IsTransient);
        Assert.Contains("AWS_ACCESS_KEY_ID", failed.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        File.WriteAllText(AwsFiles.Credentials, "");
        _folder.Dispose();
    }

    private static void Set(string name, string value) => Environment.SetEnvironmentVariable(name, value);

    private static async Task<(string AccessKey, string SecretKey, string Token)> ResolveAsync()
    {
        using var identity = new AwsIdentity(null);
        var credentials = await identity.GetAsync(TestContext.Current.CancellationToken);
        return (credentials.AccessKey, credentials.SecretKey, credentials.Token);
    }

    private static async Task<WebApplication> ServeAsync(Func<HttpContext, Task<string>> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async context => await context.Response.WriteAsync(await answer(context)));
        await app.StartAsync();
        return app;
    }
}
