using Antivirus.Functions.Api;
using Antivirus.Functions.Emails.Transports;
using Antivirus.Functions.Institutions;
using Antivirus.Model.Cohorts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Antivirus.Functions.Emails.Delivery;

/// <summary>Sends a test email to all who get an institution's reports, and says what became of it.</summary>
internal sealed partial class TestEmailCall(
    RequestPipeline pipeline,
    InstitutionRegistry institutions,
    TestEmails emails,
    ILogger<TestEmailCall> logger)
{
    private const int DefaultRetrySeconds = 60;

    public Task<IResult> SendAsync(HttpRequest request, string ies, CancellationToken cancellationToken) =>
        pipeline.RunAsync(request, "testEmail", async call =>
        {
            var institution = institutions.Find(ies, call);
            var (recipients, receipt) = await SendAsync(ies, institution, cancellationToken);
            call.Result = $"{Count.Of(recipients, "recipient")}, {receipt.Refused.Count} refused";
            return Results.Json(new TestEmailAnswer(recipients, receipt.Refused), ApiJson.Plain.TestEmailAnswer);
        }, cancellationToken);

    private async Task<(int Recipients, EmailReceipt Receipt)> SendAsync(string ies, InstitutionOptions institution,
        CancellationToken cancellationToken)
    {
        try
        {
            return await emails.SendAsync(ies, institution, cancellationToken)
                ?? throw new ApiException(StatusCodes.Status409Conflict,
                    "Nadie recibe los correos todavía; agregue una dirección y pruebe otra vez.");
        }
        catch (EmailRefusedException refused)
        {
            LogNotSent(ies, refused.Message);
            throw new ApiException(StatusCodes.Status502BadGateway,
                "El servidor de correo no aceptó el correo de prueba. Avise a quien administra el servidor: el registro dice la causa.");
        }
        catch (EmailDelayedException delayed)
        {
            LogNotSent(ies, delayed.Message);
            throw new ApiException(StatusCodes.Status503ServiceUnavailable,
                "El correo de prueba no salió por ahora: el servidor de correo no responde, pide esperar o no acepta la clave de este " +
                    "servicio. Pruebe otra vez más tarde; si se repite, avise a quien administra el servidor.",
                (int)Math.Ceiling(delayed.RetryAfter?.TotalSeconds ?? DefaultRetrySeconds));
        }
    }

    [LoggerMessage(LogLevel.Warning, "The test email of {Institution} was not sent: {Reason}")]
    private partial void LogNotSent(string institution, string reason);
}
