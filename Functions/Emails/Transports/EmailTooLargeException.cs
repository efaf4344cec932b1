namespace Antivirus.Functions.Emails.Transports;

/// <summary>The server does not take an email of this size, or its attachment; without the attachment it may.</summary>
internal sealed class EmailTooLargeException(string reason, Exception? inner = null) : Exception(reason, inner);
