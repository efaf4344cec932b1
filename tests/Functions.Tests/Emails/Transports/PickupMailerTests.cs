using Antivirus.Functions.Emails;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Antivirus.Functions.Tests.Emails.Transports;

public sealed class PickupMailerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Pickup => _folder.File("correo");

    [Fact]
    public async Task An_email_lies_in_the_folder_whole_and_alone()
    {
        var email = SampleEmails.Compose();

        var receipt = await Mailer().SendAsync(email, TestContext.Current.CancellationToken);

        var file = Assert.Single(Directory.GetFiles(Pickup));
        Assert.Equal(receipt.ProviderId, Path.GetFileName(file));
        using var message = await MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(email.MessageId, message.MessageId);
        using var content = new MemoryStream();
        await Assert.IsType<MimePart>(exactMatch: false, @object: Assert.Single(message.Attachments)).Content!.DecodeToAsync(content,
            TestContext.Current.CancellationToken);
        Assert.Equal(SampleEmails.Csv, content.ToArray());
        Assert.Contains("Subject: Reporte Prediccion: univalle/2026/reporte_cohorte.csv",
            await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_the_apps_own_user_may_read_an_email()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");

        await Mailer().SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken);

        var file = Assert.Single(Directory.GetFiles(Pickup));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Emails_that_are_older_than_they_are_kept_are_deleted_and_other_files_stay()
    {
        // Arrange
        await Mailer().SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken);
        var recent = Assert.Single(Directory.GetFiles(Pickup));
        foreach (var name in (string[])["viejo.eml", "a-medias.eml.part", "notas.txt"])
        {
            await File.WriteAllTextAsync(Path.Combine(Pickup, name), "x", TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(Path.Combine(Pickup, name), DateTime.UtcNow.AddDays(-31));
        }

        // Act
        using var kept = Sweep(days: 0);
        kept.Sweep();
        var withoutLimit = Directory.GetFiles(Pickup).Length;
        using var sweep = Sweep(days: 30);
        sweep.Sweep();

        // Assert
        Assert.Equal(4, withoutLimit);
        Assert.Equal([recent, Path.Combine(Pickup, "notas.txt")], Directory.GetFiles(Pickup).Order(StringComparer.Ordinal));
    }

    private PickupSweep Sweep(int days) => new(Options.Create(new EmailOptions { PickupFolder = Pickup, PickupDays = days }),
        TimeProvider.System, NullLogger<PickupSweep>.Instance);

    [Fact]
    public async Task An_attachments_name_stands_in_both_forms_that_mail_programs_read()
    {
        var email = SampleEmails.Compose(SampleEmails.Subject(SampleEmails.Run(), report: "univalle/reporte_señales 🎓.csv"));

        await Mailer().SendAsync(email, TestContext.Current.CancellationToken);

        var file = Assert.Single(Directory.GetFiles(Pickup));
        var raw = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Matches(@"filename\*(0\*)?=utf-8''reporte_se%C3%B1ales", raw);
        Assert.Matches("name=\"=\\?utf-8\\?", raw);
        using var message = await MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken);
        var part = Assert.IsType<MimePart>(exactMatch: false, @object: Assert.Single(message.Attachments));
        Assert.Equal(("reporte_señales 🎓.csv", "reporte_señales 🎓.csv"), (part.ContentDisposition!.FileName, part.ContentType.Name));
    }

    [Fact]
    public async Task The_same_email_again_takes_the_place_of_the_first()
    {
        await Mailer().SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken);
        await Mailer().SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken);

        Assert.Single(Directory.GetFiles(Pickup));
    }

    [Fact]
    public async Task A_full_disk_leaves_no_half_email_and_is_tried_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /dev/full, a disk that is always full.");
        var email = SampleEmails.Compose();
        Directory.CreateDirectory(Pickup);
        File.CreateSymbolicLink(Path.Combine(Pickup, $"{email.OperationId:N}.eml.part"), "/dev/full");

        var failure = await Assert.ThrowsAsync<EmailDelayedException>(() => Mailer()
            .SendAsync(email, TestContext.Current.CancellationToken));

        Assert.Contains("Email__PickupFolder", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Pickup));
        await Mailer().SendAsync(email, TestContext.Current.CancellationToken);
        Assert.Single(Directory.GetFiles(Pickup));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told_by_its_setting()
    {
        await File.WriteAllTextAsync(Pickup, "a file", TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<EmailDelayedException>(() => Mailer()
            .SendAsync(SampleEmails.Compose(), TestContext.Current.CancellationToken));

        Assert.Contains("Email__PickupFolder", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private PickupMailer Mailer() => new(Options.Create(new EmailOptions { PickupFolder = Pickup }));
}
