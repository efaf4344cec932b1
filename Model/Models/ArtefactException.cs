namespace Antivirus.Model.Models;

/// <summary>An artefact that is missing, damaged, or of another layout; the message names the file and what to do.</summary>
public sealed class ArtefactException : Exception
{
    public ArtefactException(string message)
        : base(message)
    {
    }

    public ArtefactException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
