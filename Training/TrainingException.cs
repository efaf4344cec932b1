namespace Antivirus.Training;

/// <summary>Something that the user can mend; the message says what, where and how.</summary>
internal sealed class TrainingException(string message) : Exception(message);
