using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>Whether an email could leave now, without sending one.</summary>
public sealed class MailerProbe(IOptions<EmailOptions> options)
{
    /// <summary>What the transport says of itself.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="SocketException">The server cannot be reached.</exception>
    public async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        var email = options.Value;
        switch (email.Transport)
        {
            case EmailTransport.Smtp:
                using (var line = new TcpClient())
                {
                    await line.ConnectAsync(email.Smtp.Host, email.Smtp.Port, cancellationToken);
                }

                return "Smtp: server reached";

            case EmailTransport.Pickup:
                Directory.CreateDirectory(email.PickupFolder);
                var probe = Path.Combine(email.PickupFolder, $".{Guid.NewGuid():N}.probe");
                await File.WriteAllBytesAsync(probe, [], cancellationToken);
                File.Delete(probe);
                return "Pickup: folder writable";

            default:
                // A status request would cost one of the few that the service allows an hour.
                return $"{email.Transport}: configured";
        }
    }
}
