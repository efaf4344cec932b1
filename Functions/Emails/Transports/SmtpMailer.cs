using System.Net.Sockets;
using Antivirus.Functions.Emails.Content;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.IO;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>Hands emails to an SMTP server: a campus server, Office 365, or the relay of ACS.</summary>
internal sealed class SmtpMailer(IOptions<EmailOptions> options, TimeProvider clock) : IReportMailer
{
    private readonly SmtpOptions _smtp = options.Value.Smtp;

    private string Server => $"{_smtp.Host}:{_smtp.Port}";

    public async Task<EmailReceipt> SendAsync(ReportEmail email, CancellationToken cancellationToken)
    {
        using var message = MimeReport.From(email);
        var progress = new ContentProgress();
        using var patience = new CancellationTokenSource(options.Value.SendTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await SendAsync(message, email.Attachment is not null, progress, either.Token);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EmailDelayedException($"SMTP server {Server} did not finish within {options.Value.SendTimeout} (Email__SendTimeout).",
                failure)
            { MayHaveArrived = progress.HasBegun };
        }
        catch (Exception failure) when (SmtpFailure.From(failure, Server, email.Attachment is not null, progress.HasBegun) is { } known)
        {
            throw known;
        }
    }

    private async Task<EmailReceipt> SendAsync(MimeMessage message, bool hasAttachment, ContentProgress progress,
        CancellationToken cancellationToken)
    {
        using var client = new TolerantSmtpClient();
        await ConnectAsync(client, cancellationToken);
        if (hasAttachment && client.MaxSize > 0 && await MeasureAsync(message, cancellationToken) is var bytes && bytes > client.MaxSize)
        {
            throw new EmailTooLargeException($"SMTP server {Server} takes emails of {client.MaxSize} bytes (SIZE); this one has {bytes}.");
        }

        var answer = await client.SendAsync(message, cancellationToken, progress);
        await SayGoodbyeAsync(client, cancellationToken);
        return new EmailReceipt(answer.Trim(), client.Refused);
    }

    /// <summary>Connects, signs in and leaves, as every email begins and ends.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        using var client = new SmtpClient();
        await ConnectAsync(client, cancellationToken);
        await SayGoodbyeAsync(client, cancellationToken);
    }

    private async Task ConnectAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        if (_smtp.CertificateAuthority.Length > 0)
        {
            client.ServerCertificateValidationCallback = new PrivateAuthority(_smtp.CertificateAuthority).Check;
        }

        await client.ConnectAsync(_smtp.Host, _smtp.Port, Security(_smtp.Security), cancellationToken);
        if (_smtp.User.Length > 0)
        {
            await client.AuthenticateAsync(_smtp.User, _smtp.Password, cancellationToken);
        }
    }

    private static async Task<long> MeasureAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        var lineEnds = FormatOptions.Default.Clone();
        lineEnds.NewLineFormat = NewLineFormat.Dos;
        await using var measure = new MeasuringStream();
        await message.WriteToAsync(lineEnds, measure, cancellationToken);
        return measure.Length;
    }

    /// <summary>The server has accepted the email by now: a line that drops here must not count as a failure.</summary>
    private static async Task SayGoodbyeAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception failure)
            when (failure is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException)
        {
            // Disposing the client closes the line.
        }
    }

    private static SecureSocketOptions Security(SmtpSecurity security) => security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };

    /// <summary>Whether content was sent: before that no server can have accepted the email.</summary>
    private sealed class ContentProgress : ITransferProgress
    {
        public bool HasBegun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => HasBegun = true;

        public void Report(long bytesTransferred) => HasBegun = true;
    }

    /// <summary>One address that does not exist must not keep the others from their report.</summary>
    private sealed class TolerantSmtpClient : SmtpClient
    {
        private readonly List<string> _refused = [];

        public IReadOnlyList<string> Refused => _refused;

        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
        {
            if ((int)response.StatusCode < 500)
            {
                // "Later", for one: all wait, for sending now and again later would give the others two.
                base.OnRecipientNotAccepted(message, mailbox, response);
            }

            _refused.Add($"{mailbox.Address}: {(int)response.StatusCode} {response.Response}");
        }

        protected override void OnNoRecipientsAccepted(MimeMessage message) =>
            throw new EmailRefusedException($"The server refused every recipient: {string.Join("; ", _refused)}");
    }
}
