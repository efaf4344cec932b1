namespace Antivirus.Functions.Emails.Transports;

/// <summary>The provider refuses an email for good: a recipient does not exist, the sender is not verified.</summary>
internal sealed class EmailRefusedException(string reason, Exception? inner = null) : Exception(reason, inner);
