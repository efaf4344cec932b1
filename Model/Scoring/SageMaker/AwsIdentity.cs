using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Antivirus.Model.Scoring.SageMaker;

/// <summary>Who calls AWS: given credentials, or AWS's own chain of environment, web identity, profile, container role and instance
/// role.</summary>
internal sealed class AwsIdentity(AWSCredentials? given) : IDisposable
{
    private readonly DefaultAWSCredentialsIdentityResolver? _chain = given is null ? new() : null;

    /// <summary>Credentials that are valid now; the chain keeps them and renews them in time.</summary>
    public async ValueTask<ImmutableCredentials> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var credentials = given ?? await _chain!.ResolveIdentityAsync(null, cancellationToken);
            return await credentials.GetCredentialsAsync();
        }
        // The chain throws whatever its links throw: files, HTTP, processes, AWS's own.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new SageMakerException(
                "There are no AWS credentials for the SageMaker endpoint. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and " +
                    "AWS_SESSION_TOKEN), AWS_PROFILE, "
                + "or AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE, or run where AWS gives a role. "
                + $"AWS's library says: {e.Message}",
                e)
            {
                IsTransient =
                e is AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests }
            };
        }
    }

    public void Dispose() => _chain?.Dispose();
}
