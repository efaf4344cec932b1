using Azure;
using Azure.Communication.Email;
using Azure.Identity;

namespace Antivirus.Functions.Emails.Transports;

/// <summary>The wire to Azure Communication Services, by its package.</summary>
internal sealed class EmailClientWire(EmailClient client) : IAcsWire
{
    /// <summary>The app's identity where an endpoint is set, the connection string otherwise.</summary>
    /// <param name="clientId">Client id of the app's user-assigned identity, the one that storage is reached with; null for its
    /// own.</param>
    public static EmailClientWire Create(AcsOptions options, string? clientId)
    {
        var settings = new EmailClientOptions();
        // The package would wait out a 429 by itself, for longer than a function may run; the ledger and the trigger repeat instead.
        settings.Retry.MaxRetries = 0;
        return new EmailClientWire(options.Endpoint.Length > 0
            ? new EmailClient(new Uri(options.Endpoint),
                new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId }), settings)
            : new EmailClient(options.ConnectionString, settings));
    }

    public async Task<string> StartAsync(AcsMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var operation = await client.SendAsync(WaitUntil.Started, ToEmailMessage(message), message.OperationId, cancellationToken);
            return operation.Id;
        }
        catch (RequestFailedException failure)
        {
            throw Failed(failure);
        }
    }

    public async Task<string> ReadStatusAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var operation = new EmailSendOperation(id, client);
            await operation.UpdateStatusAsync(cancellationToken);
            return operation.HasValue ? operation.Value.Status.ToString()! : "Running";
        }
        catch (RequestFailedException failure) when (failure.Status is >= 200 and < 300)
        {
            // The call went well, and tells by this that the send itself did not.
            return "Failed";
        }
        catch (RequestFailedException failure)
        {
            throw Failed(failure);
        }
    }

    private static EmailMessage ToEmailMessage(AcsMessage message)
    {
        var recipients = new EmailRecipients(message.To.Select(Address), message.Cc.Select(Address));
        var content = new EmailContent(message.Subject) { PlainText = message.PlainText, Html = message.Html };
        var email = new EmailMessage(message.Sender, recipients, content) { UserEngagementTrackingDisabled = true };
        foreach (var replyTo in message.ReplyTo)
        {
            email.ReplyTo.Add(Address(replyTo));
        }

        foreach (var file in message.Attachments)
        {
            email.Attachments.Add(new EmailAttachment(file.Name, file.ContentType,
                BinaryData.FromBytes(file.Content))
            { ContentId = file.ContentId });
        }

        return email;
    }

    private static EmailAddress Address(string address) => new(address);

    private static AcsFailedException Failed(RequestFailedException failure) =>
        new(failure.Status, failure.ErrorCode, FirstLine(failure.Message),
            failure)
        { RetryAfter = ReadRetryAfter(failure.GetRawResponse()) };

    /// <summary>The package's messages go on with the whole response.</summary>
    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd('\r');

    private static TimeSpan? ReadRetryAfter(Response? response) =>
        response is not null && response.Headers.TryGetValue("Retry-After", out var text)
            ? AcsRetryAfter.Read(text, response.Headers.Date)
            : null;
}
