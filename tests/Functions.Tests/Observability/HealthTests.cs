using System.Net.Sockets;
using Antivirus.Blobs;
using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Observability;
using Antivirus.Functions.Runs;
using Antivirus.Functions.Tests.Emails;
using Antivirus.Functions.Tests.Runs;
using Antivirus.Model.Models;
using Antivirus.Storage;
using Antivirus.Support;
using Azure;
using Azure.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.Functions.Tests.Observability;

/// <summary>What health calls well, the next upload and the next email can use.</summary>
public sealed class HealthTests(AzuriteAccount azurite) : IClassFixture<AzuriteAccount>
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
    public async Task Storage_that_is_an_emulator_is_well_and_says_that_it_is_for_trials()
    {
        // Arrange
        using var health = new StorageHealth(await CreateAsync(), new UnlistableNames(), new FakeTimeProvider(DateTimeOffset.UtcNow));

        // Act
        var found = await health.CheckHealthAsync(new HealthCheckContext(), Cancellation);

        // Assert
        Assert.Equal((HealthStatus.Healthy, $"reached; {StorageKind.EmulatorWarning}"), (found.Status, found.Description));
    }

    [Theory]
    [InlineData("wrong key", "403 AuthenticationFailed")]
    [InlineData("no account", "404 ResourceNotFound")]
    [InlineData("no such host", "HostNotFound")]
    [InlineData("nothing listens", "ConnectionRefused")]
    [InlineData("failing", "500 InternalError")]
    [InlineData("full disk", "507 InsufficientStorage")]
    [InlineData("page of a proxy", "an answer that is not storage's")]
    [InlineData("hanging", "no answer within 4 s")]
    public async Task A_fault_of_storage_is_named_within_30_seconds_and_so_is_its_end(string fault, string expected)
    {
        // Arrange
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var health = new StorageHealth(await CreateAsync(), new UnlistableNames(), clock);
        var before = await health.CheckHealthAsync(new HealthCheckContext(), Cancellation);
        clock.Advance(TimeSpan.FromSeconds(11));

        // Act
        _interference.Before = (request, cancellationToken) => Spoil(fault, request, cancellationToken);
        var checking = health.CheckHealthAsync(new HealthCheckContext(), Cancellation);
        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(0.2));
            return Task.FromResult(checking.IsCompleted);
        }, "Health answers.");
        var during = await checking;
        _interference.Before = (_, _) => Task.CompletedTask;
        clock.Advance(TimeSpan.FromSeconds(11));
        var after = await health.CheckHealthAsync(new HealthCheckContext(), Cancellation);

        // Assert
        Assert.Equal((HealthStatus.Healthy, HealthStatus.Unhealthy, HealthStatus.Healthy), (before.Status, during.Status, after.Status));
        Assert.Contains(expected, during.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_cannot_be_listed_is_told_until_it_is_gone()
    {
        // Arrange
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var containers = await CreateAsync();
        var unlistable = new UnlistableNames();
        using var health = new StorageHealth(containers, unlistable, clock);

        // Act
        unlistable.Note(containers.Uploads.Name, ["univalle/año"]);
        var during = await health.CheckHealthAsync(new HealthCheckContext(), Cancellation);
        unlistable.Note(containers.Uploads.Name, []);
        clock.Advance(TimeSpan.FromSeconds(11));
        var after = await health.CheckHealthAsync(new HealthCheckContext(), Cancellation);

        // Assert: without the name, which is for the log.
        Assert.Equal($"{containers.Uploads.Name}: 1 name cannot be listed, see the log", during.Description);
        Assert.Equal(HealthStatus.Healthy, after.Status);
    }

    [Theory]
    [InlineData("EHLO", "250-localhost\r\n250 AUTH PLAIN", "AUTH", "535 5.7.8 no", "the login is refused", 301)]
    [InlineData("connect", "554 go away", "x", "", "SmtpCommandException", 21)]
    [InlineData("connect", ScriptedSmtpServer.Close, "x", "", "Smtp: ", 21)]
    public async Task A_mail_server_that_would_refuse_an_email_is_told_until_it_takes_them(string first, string firstAnswer, string second,
        string secondAnswer, string expected, int seconds)
    {
        // Arrange
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var refusing = new ScriptedSmtpServer((first, firstAnswer), (second, secondAnswer));
        using var taking = new ScriptedSmtpServer(("EHLO", "250-localhost\r\n250 AUTH PLAIN"), ("AUTH", "235 ok"));
        var email = Sender(refusing.Port);
        using var health = Mailer(email, clock);

        // Act
        var during = await health.CheckHealthAsync(new HealthCheckContext(), Cancellation);
        email.Smtp.Port = taking.Port;
        clock.Advance(TimeSpan.FromSeconds(seconds));
        var after = await health.CheckHealthAsync(new HealthCheckContext(), Cancellation);

        // Assert
        Assert.Equal((HealthStatus.Unhealthy, HealthStatus.Healthy), (during.Status, after.Status));
        Assert.Contains(expected, during.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_for_emails_that_cannot_be_written_is_not_well()
    {
        // Arrange: a file stands where the folder should be.
        using var folder = new TemporaryFolder();
        var email = SampleEmails.Sender();
        (email.Transport, email.PickupFolder) = (EmailTransport.Pickup, folder.File("correo"));
        await File.WriteAllTextAsync(email.PickupFolder, "x", Cancellation);
        using var health = Mailer(email, TimeProvider.System);

        // Act and assert: what a check throws is not well.
        await Assert.ThrowsAnyAsync<IOException>(() => health.CheckHealthAsync(new HealthCheckContext(), Cancellation));
        File.Delete(email.PickupFolder);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(new HealthCheckContext(), Cancellation)).Status);
    }

    [Fact]
    public async Task A_model_that_cannot_be_read_is_not_well()
    {
        // Arrange
        using var app = await ScoringApp.CreateAsync(azurite.ConnectionString);
        ModelHealth Health(string model) => new(app.Models, Options.Create(new ScoringOptions { Model = model }));

        // Act and assert
        await Assert.ThrowsAsync<ArtefactException>(() => Health("no-existe").CheckHealthAsync(new HealthCheckContext(), Cancellation));
        var usual = await Health(new ScoringOptions().Model).CheckHealthAsync(new HealthCheckContext(), Cancellation);
        Assert.Equal(HealthStatus.Healthy, usual.Status);
    }

    private static Task Spoil(string fault, Request request, CancellationToken cancellationToken) => fault switch
    {
        "wrong key" => throw new RequestFailedException(403, "No.", "AuthenticationFailed", null),
        "no account" => throw new RequestFailedException(404, "No.", "ResourceNotFound", null),
        "no such host" => throw Socket(SocketError.HostNotFound),
        "nothing listens" => throw Socket(SocketError.ConnectionRefused),
        "failing" => throw new RequestFailedException(500, "No.", "InternalError", null),
        "full disk" when request.Method == RequestMethod.Put => throw new RequestFailedException(507, "No.", "InsufficientStorage", null),
        "page of a proxy" => throw new NotStorageException(),
        "hanging" => Task.Delay(Timeout.Infinite, cancellationToken),
        _ => Task.CompletedTask,
    };

    private static RequestFailedException Socket(SocketError error) =>
        new(0, "No.", null, new HttpRequestException("No.", new SocketException((int)error)));

    private static EmailOptions Sender(int port)
    {
        var email = SampleEmails.Sender();
        email.Transport = EmailTransport.Smtp;
        (email.Smtp.Host, email.Smtp.Port, email.Smtp.Security, email.Smtp.User, email.Smtp.Password) =
            ("127.0.0.1", port, SmtpSecurity.None, "u", "p");
        return email;
    }

    private static MailerHealth Mailer(EmailOptions email, TimeProvider clock)
    {
        var options = Options.Create(email);
        return new MailerHealth(options, new SmtpMailer(options, TimeProvider.System), clock);
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
