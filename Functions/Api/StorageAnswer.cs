using System.Text.Json;
using System.Xml;
using Antivirus.Blobs;
using Azure;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>What a failure of storage means to the caller of the API.</summary>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Message">A sentence in Spanish that says what to do.</param>
/// <param name="RetryAfterSeconds">When another try makes sense; null when somebody has to mend something first.</param>
internal sealed record StorageAnswer(int Status, string Message, int? RetryAfterSeconds)
{
    private const int SoonSeconds = 30;
    private const int LeaseSeconds = 60;

    /// <summary>The answer; null when the failure is not storage's.</summary>
    public static StorageAnswer? For(Exception failure) => failure switch
    {
        RequestFailedException { Status: 0 } => OutOfReach,
        RequestFailedException refused => For(refused),
        AggregateException { InnerExceptions: [var first, ..] } => For(first),
        // A proxy's page in the place of a listing, or a ledger entry that somebody wrote by hand.
        XmlException or JsonException or InvalidDataException => new(
            StatusCodes.Status503ServiceUnavailable,
            "Lo que contestó el almacenamiento no se puede leer; avise a quien administra el servidor, cuyo registro dice la causa.",
            SoonSeconds),
        _ when StorageErrors.IsTransient(failure) => OutOfReach,
        _ => null,
    };

    private static StorageAnswer OutOfReach { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "El almacenamiento no responde; intente de nuevo en unos minutos.", SoonSeconds);

    private static StorageAnswer For(RequestFailedException refused) => refused switch
    {
        _ when IsFull(refused) => new(StatusCodes.Status507InsufficientStorage,
            "No queda espacio en el almacenamiento y no se guardó nada; avise a quien administra el servidor.", null),
        { ErrorCode: { } code } when code.StartsWith("Lease", StringComparison.Ordinal) => new(
            StatusCodes.Status409Conflict, "El archivo se está procesando; intente de nuevo en un minuto.", LeaseSeconds),
        { ErrorCode: "ContainerNotFound" or "ContainerBeingDeleted" or "ContainerDisabled" } => new(
            StatusCodes.Status503ServiceUnavailable,
                "Falta una parte del almacenamiento, que el servidor vuelve a crear; intente de nuevo en unos minutos.", SoonSeconds),
        { Status: 404 } => new(StatusCodes.Status404NotFound, "El archivo ya no está; consulte la lista de nuevo.", null),
        { Status: 409 or 412 } =>
            new(StatusCodes.Status409Conflict, "El archivo cambió mientras se atendía la petición; intente de nuevo.", 1),
        { Status: 401 or 403 } => new(
            StatusCodes.Status503ServiceUnavailable,
                "El almacenamiento no admite al servidor; avise a quien lo administra: son sus credenciales o su reloj.", null),
        { Status: 400 or 411 or 413 or 416 } => new(StatusCodes.Status500InternalServerError,
            "El almacenamiento rechazó la operación; el registro del servidor dice la causa.", null),
        _ => OutOfReach,
    };

    // Azurite on a full disk fails with the operating system's own words.
    private static bool IsFull(RequestFailedException refused) =>
        refused.Status == StatusCodes.Status507InsufficientStorage
        || refused.Message.Contains("ENOSPC", StringComparison.Ordinal)
        || refused.Message.Contains("no space left", StringComparison.OrdinalIgnoreCase);
}
