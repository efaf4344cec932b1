using Antivirus.Functions.Emails.Delivery;
using Microsoft.AspNetCore.Http;

namespace Antivirus.Functions;

/// <summary>An email that shows whether an institution's reports would arrive.</summary>
internal sealed class SendTestEmail(TestEmailCall call)
{
    [Function(nameof(SendTestEmail))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/test-email/{ies}")] HttpRequest request,
        string ies,
        CancellationToken cancellationToken) =>
        call.SendAsync(request, ies, cancellationToken);
}
