using Antivirus.Blobs;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Models;

namespace Antivirus.Functions.Runs;

/// <summary>What <c>GET /api/runs</c> says of an upload that was not scored, in the language of its institution.</summary>
internal static class RunWords
{
    /// <summary>Of an upload that no further try follows.</summary>
    public static string GivenUp(ReportLanguage language) => language == ReportLanguage.English
        ? "The server could not process the file and does not try again. Upload it again; if this repeats, tell whoever runs the server."
        : "El servidor no pudo procesar el archivo y ya no lo intenta más. Vuelva a subirlo; si se repite, avise a quien administra el " +
            "servidor.";

    /// <summary>Whether these are the words of an upload that no further try follows, in any language.</summary>
    public static bool IsGivenUp(string? words) => Array.Exists(Enum.GetValues<ReportLanguage>(), language => GivenUp(language) == words);

    /// <summary>Of a try that failed and that another one follows; never a cell of the file.</summary>
    public static string Failed(Exception failure, ReportLanguage language) => language == ReportLanguage.English
        ? $"{EnglishCause(failure)} The server tries again by itself; there is no need to upload the file again."
        : $"{SpanishCause(failure)} El servidor lo intenta otra vez por sí solo; no hace falta subir el archivo de nuevo.";

    /// <summary>For the log: without a cell of the file, and without a full stop.</summary>
    public static string CauseOf(Exception failure) =>
        failure is ArtefactException artefact ? artefact.Message.TrimEnd('.') : StorageErrors.Describe(failure);

    private static string EnglishCause(Exception failure) => failure switch
    {
        ArtefactException artefact => $"The model cannot be read: {artefact.Message}",
        _ when StorageErrors.IsTransient(failure) => $"Storage failed ({StorageErrors.Describe(failure)}).",
        _ => $"Processing the file failed ({failure.GetType().Name}).",
    };

    private static string SpanishCause(Exception failure) => failure switch
    {
        ArtefactException artefact => $"El modelo no se puede leer: {artefact.Message}",
        _ when StorageErrors.IsTransient(failure) => $"El almacenamiento falló ({StorageErrors.Describe(failure)}).",
        _ => $"Falló el proceso del archivo ({failure.GetType().Name}).",
    };
}
