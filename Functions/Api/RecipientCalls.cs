using Antivirus.Functions.Institutions;
using Antivirus.Model.Cohorts;
using Antivirus.Storage.Recipients;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions.Api;

/// <summary>Lists, adds and removes who gets an institution's report emails.</summary>
internal sealed class RecipientCalls(RequestPipeline pipeline, InstitutionRegistry institutions, RecipientList added)
{
    /// <summary>Of one email: as many as Azure Communication Services takes.</summary>
    private const int MaxRecipients = 50;

    /// <summary>Marks, behind the institution's code, the id of an address of the settings.</summary>
    private const string SettingMark = "-s";

    public Task<IResult> ListAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "recipients", async call =>
        {
            var institution = institutions.Find(ies, call);
            var recipients = await added.ReadAsync(ies, cancellationToken);
            call.Result = Count.Of(recipients.Count, "recipient");
            var answers = recipients.Select(recipient => new RecipientAnswer(recipient.Id, recipient.Email, recipient.AddedAt));
            string[] configured = [.. institution.Emails, .. institution.Cc];
            return Results.Json(new RecipientsAnswer(configured, [.. answers]), ApiJson.Plain.RecipientsAnswer);
        }, cancellationToken);

    public Task<IResult> AddAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "recipientAdd", async call =>
        {
            var institution = institutions.Find(ies, call);
            var asked = await RecipientRequest.ReadAsync(request, cancellationToken);
            var recipient = await AddAsync(ies, institution, asked.Email, call, cancellationToken);
            return Results.Json(new RecipientAnswer(recipient.Id, recipient.Email, recipient.AddedAt), ApiJson.Plain.RecipientAnswer);
        }, cancellationToken);

    public Task<IResult> RemoveAsync(HttpRequest request, string ies, string id, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "recipientRemove", async call =>
        {
            institutions.Find(ies, call);
            await RemoveAsync(ies, id, call, cancellationToken);
            return Results.NoContent();
        }, cancellationToken);

    /// <summary>The original web client's list, with its fields: those of the settings too, which cannot be removed.</summary>
    public Task<IResult> ListAsOriginalAsync(HttpRequest request, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "recipients", async call =>
        {
            var ies = request.Query["prefix_uni"].FirstOrDefault();
            var institution = institutions.Find(ies, call);
            var recipients = await added.ReadAsync(ies!, cancellationToken);
            call.Result = Count.Of(recipients.Count, "recipient");
            IReadOnlyList<OriginalRecipient> answer =
            [
                .. institution.Emails.Concat(institution.Cc)
                    .Select((email, index) => new OriginalRecipient($"{ies}{SettingMark}{index}", institution.Name, email)),
                .. recipients.Select(recipient => new OriginalRecipient(recipient.Id, institution.Name, recipient.Email)),
            ];
            return Results.Json(answer, ApiJson.Plain.IReadOnlyListOriginalRecipient);
        }, cancellationToken);

    /// <summary>The original web client's addition: JSON under the header <c>text/plain</c>.</summary>
    public Task<IResult> AddAsOriginalAsync(HttpRequest request, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "recipientAdd", async call =>
        {
            var asked = await RecipientRequest.ReadAsync(request, cancellationToken);
            var institution = institutions.Find(asked.IesCode, call);
            var recipient = await AddAsync(asked.IesCode!, institution, asked.Email, call, cancellationToken);
            var answer = new OriginalRecipient(recipient.Id, institution.Name, recipient.Email);
            return Results.Json(answer, ApiJson.Plain.OriginalRecipient);
        }, cancellationToken);

    /// <summary>The original web client's removal, which names the recipient only.</summary>
    public Task<IResult> RemoveAsOriginalAsync(HttpRequest request, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "recipientRemove", async call =>
        {
            var id = request.Query["id"].FirstOrDefault() ?? "";
            var ies = Recipient.IesCodeOf(id)
                ?? throw new ApiException(StatusCodes.Status400BadRequest, "Falta id: el del destinatario, como lo da /mail/list.");
            institutions.Find(ies, call);
            await RemoveAsync(ies, id, call, cancellationToken);
            return Results.NoContent();
        }, cancellationToken);

    private async Task<Recipient> AddAsync(string ies, InstitutionOptions institution, string email, ApiCall call,
        CancellationToken cancellationToken)
    {
        string[] named = [.. institution.Emails, .. institution.Cc];
        if (named.Contains(email, StringComparer.OrdinalIgnoreCase))
        {
            throw new ApiException(StatusCodes.Status409Conflict,
                "Esa dirección ya recibe los correos: está en la configuración del servidor.");
        }

        var recipient = await added.TryAddAsync(ies, email, Math.Max(0, MaxRecipients - named.Length), cancellationToken)
            ?? throw new ApiException(StatusCodes.Status409Conflict,
                $"Un correo llega a {MaxRecipients} direcciones como máximo; quite una antes de agregar otra, o use una lista de correo.");
        call.Result = $"added {recipient.Id}";
        return recipient;
    }

    private async Task RemoveAsync(string ies, string id, ApiCall call, CancellationToken cancellationToken)
    {
        if (id.StartsWith(ies + SettingMark, StringComparison.Ordinal))
        {
            throw new ApiException(StatusCodes.Status409Conflict,
                "Esa dirección está en la configuración del servidor; pida a quien lo administra que la quite.");
        }

        if (!await added.RemoveAsync(ies, id, cancellationToken))
        {
            throw new ApiException(StatusCodes.Status404NotFound, "Ese destinatario ya no está en la lista.");
        }

        call.Result = $"removed {id}";
    }
}
