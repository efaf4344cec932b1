using System.Globalization;
using System.Text.Json;
using Antivirus.Functions.Api;
using Antivirus.Storage.Runs;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Pages;

/// <summary>What the calls about a list of students are asked, and about which report.</summary>
internal static class ListRequests
{
    private const int MaxBodyBytes = 16 * 1024;

    /// <exception cref="ApiException">There is no report.</exception>
    public static async Task<RunManifest> FindAsync(RunLedger ledger, ApiCall call, string ies, string file,
        CancellationToken cancellationToken)
    {
        IesRequest.Check(ies, call);
        call.File = file;
        var run = await ledger.FindAsync(RunCalls.Parse(ies, file).UploadName, cancellationToken);
        return run?.Report is null ? throw Missing() : run;
    }

    /// <exception cref="ApiException">The query does not say how many can be called.</exception>
    public static int ReadCapacity(HttpRequest request) =>
        int.TryParse(request.Query["n"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var capacity)
            && capacity >= 1
                ? capacity
                : throw new ApiException(StatusCodes.Status400BadRequest,
                    "n debe ser a cuántos estudiantes se puede llamar: un número entero desde 1.");

    /// <exception cref="ApiException">The body is something else.</exception>
    public static async Task<StudentsRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is null or > MaxBodyBytes)
        {
            throw new ApiException(StatusCodes.Status400BadRequest,
                "El cuerpo debe ser JSON, de 16 KB como máximo y con su Content-Length.");
        }

        try
        {
            var asked = await JsonSerializer.DeserializeAsync(request.Body, PageJson.Plain.StudentsRequest, cancellationToken);
            return asked is { From: >= 0, Count: >= 1, Capacity: >= 1 and <= Rankings.MaxCapacity } ? asked : throw Wrong();
        }
        catch (JsonException)
        {
            throw Wrong();
        }
    }

    public static ApiException Missing() =>
        new(StatusCodes.Status404NotFound, "No hay ningún reporte de ese archivo: alguien lo borró, o todavía no está listo.");

    private static ApiException Wrong() => new(
        StatusCodes.Status400BadRequest,
        $"El cuerpo debe ser JSON con from (desde 0), count (desde 1), capacity (de 1 a {Rankings.MaxCapacity}), y si se quiere reason, " +
            "programme y text.");
}
