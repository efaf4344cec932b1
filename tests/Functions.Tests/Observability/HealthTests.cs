using Antivirus.Blobs;
using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Observability;
using Antivirus.Functions.Tests.Emails;
using Antivirus.Storage;
using Antivirus.Support;
using Azure;
using Azure.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Functions.Tests.Observability;

/// <summary>What health calls well, the next upload and the next email can use.</summary>
public sealed class HealthTests(AzuriteServer azurite) : IClassFixture<AzuriteServer>
{
    private readonly Interference _interference = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_container_that_is_gone_is_named_once_and_made_again(int which)
    {
        // Arrange
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var containers = await CreateAsync();
        using var health = new StorageHealth(containers, new UnlistableNames(), clock);
        var before = await health.CheckHealthAsync(new HealthCheckContext(), Cancellation);
        var gone = containers.All.ElementAt(which);
        await gone.DeleteAsync(cancellationToken: Cancellation);

        // Act
        clock.Advance(TimeSpan.FromSeconds(11));
        var after = await health.CheckHealthAsync(new HealthCheckContext(), Cancellation);
        clock.Advance(TimeSpan.FromSeconds(11));
        var again = await health.CheckHealthAsync(new HealthCheckContext(), Cancellation);

        // Assert
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Unhealthy, HealthStatus.Healthy), (before.Status, after.Status, again.Status));
        Assert.Equal($"{gone.Name}: was missing and is made again", after.Description);
    }

    [Fact]
    public async Task Storage_that_can_be_read_and_not_written_is_not_well()
    {
        // Arrange
        var containers = await CreateAsync();
        _interference.Before = (request, _) => request.Method == RequestMethod.Put
            ? throw new RequestFailedException(507, "ENOSPC", "InsufficientStorage", null)
            : Task.CompletedTask;
        using var health = new StorageHealth(containers, new UnlistableNames(), TimeProvider.System);

        // Act
        var result = await health.CheckHealthAsync(new HealthCheckContext(), Cancellation);

        // Assert
        Assert.Equal((HealthStatus.Unhealthy, $"{containers.Ledger.Name}: 507 InsufficientStorage"), (result.Status, result.Description));
    }

    [Theory]
    [InlineData("EHLO", "250-localhost\r\n250 AUTH PLAIN", "AUTH", "535 5.7.8 no", "the login is refused")]
    [InlineData("connect", "554 go away", "x", "", "SmtpCommandException")]
    [InlineData("connect", ScriptedSmtpServer.Close, "x", "", "Smtp: ")]
    public async Task A_mail_server_that_would_refuse_an_email_is_not_well(string first, string firstAnswer, string second,
        string secondAnswer, string expected)
    {
        // Arrange
        using var server = new ScriptedSmtpServer((first, firstAnswer), (second, secondAnswer));

        // Act
        var result = await CheckMailerAsync(server.Port);

        // Assert
        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Contains(expected, result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_that_takes_the_login_is_well()
    {
        using var server = new ScriptedSmtpServer(("EHLO", "250-localhost\r\n250 AUTH PLAIN"), ("AUTH", "235 ok"));

        Assert.Equal(HealthStatus.Healthy, (await CheckMailerAsync(server.Port)).Status);
    }

    private static async Task<HealthCheckResult> CheckMailerAsync(int port)
    {
        var email = SampleEmails.Sender();
        email.Transport = EmailTransport.Smtp;
        (email.Smtp.Host, email.Smtp.Port, email.Smtp.Security, email.Smtp.User, email.Smtp.Password) =
            ("127.0.0.1", port, SmtpSecurity.None, "u", "p");
        var options = Options.Create(email);
        using var health = new MailerHealth(options, new SmtpMailer(options, TimeProvider.System), TimeProvider.System);
        return await health.CheckHealthAsync(new HealthCheckContext(), Cancellation);
    }

    private async Task<Containers> CreateAsync()
    {
        var test = $"t{Guid.NewGuid():N}";
        var containers = new Containers(_interference.Connect(azurite.ConnectionString), Options.Create(new StorageOptions
        {
            UploadsContainer = $"{test}-u",
            ReportsContainer = $"{test}-r",
            LedgerContainer = $"{test}-l",
            ModelsContainer = $"{test}-m",
            AuditContainer = $"{test}-a",
        }));
        foreach (var container in containers.All)
        {
            await container.CreateAsync(cancellationToken: Cancellation);
        }

        return containers;
    }
}
