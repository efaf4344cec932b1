using Antivirus.Functions.Institutions;
using Antivirus.Storage.Preferences;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Shows and changes the language, time zone and attachment of an institution's reports and emails.</summary>
internal sealed class PreferenceCalls(
    RequestPipeline pipeline,
    InstitutionRegistry institutions,
    InstitutionPreferences preferences,
    PreferenceStore store)
{
    public Task<IResult> GetAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "preferences", async call =>
        {
            institutions.Find(ies, call);
            var stored = await store.ReadAsync(ies, cancellationToken);
            call.Result = "answered";
            return Answer(ies, stored);
        }, cancellationToken);

    public Task<IResult> ChangeAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "preferencesChange", async call =>
        {
            institutions.Find(ies, call);
            var asked = await PreferenceRequest.ReadAsync(request, cancellationToken);
            var version = await store.TrySaveAsync(ies, asked.Chosen, asked.Version, cancellationToken)
                ?? throw new ApiException(StatusCodes.Status409Conflict,
                    "Otra persona cambió estas preferencias mientras usted las veía. Revise las nuevas y, si hace falta, cámbielas otra " +
                        "vez.");
            call.Result = $"language {asked.Chosen.Language?.ToString() ?? "as configured"}, "
                + $"time zone {asked.Chosen.TimeZone ?? "as configured"}, attachment {asked.Chosen.Attachment ?? "as configured"}";
            return Answer(ies, new StoredPreferences(asked.Chosen, version));
        }, cancellationToken);

    private IResult Answer(string ies, StoredPreferences stored)
    {
        var configured = preferences.Configured(ies);
        var chosen = new ChosenAnswer(stored.Chosen.Language?.ToString(), stored.Chosen.TimeZone, stored.Chosen.Attachment);
        return Results.Json(
            new PreferencesAnswer(ValuesOf(InstitutionPreferences.Over(configured, stored.Chosen)), chosen, ValuesOf(configured),
                stored.Version),
            ApiJson.Plain.PreferencesAnswer);
    }

    private static PreferenceValues ValuesOf(Preferences preferences) =>
        new(preferences.Language.ToString(), preferences.TimeZone.Id, preferences.Attachment.ToString());
}

/// <summary>An institution's preferences.</summary>
/// <param name="InForce">What the next report and email follow.</param>
/// <param name="Chosen">What the institution chose.</param>
/// <param name="Configured">What holds where it chose nothing.</param>
/// <param name="Version">To be sent back with a change.</param>
internal sealed record PreferencesAnswer(PreferenceValues InForce, ChosenAnswer Chosen, PreferenceValues Configured, string Version);

internal sealed record PreferenceValues(string Language, string TimeZone, string Attachment);

internal sealed record ChosenAnswer(string? Language, string? TimeZone, string? Attachment);
