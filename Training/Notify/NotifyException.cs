namespace Antivirus.Training.Notify;

/// <summary>What the user asked for cannot be done; the message says why and what to do.</summary>
internal sealed class NotifyException(string message) : Exception(message);
