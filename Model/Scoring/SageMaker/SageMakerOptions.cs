using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Antivirus.Model.Scoring.SageMaker;

/// <summary>The SageMaker endpoint that scores in place of the local model: settings <c>SageMaker__…</c>.</summary>
public sealed partial class SageMakerOptions : IValidatableObject
{
    public const string Section = "SageMaker";

    /// <summary>What <see cref="Predicts"/> says when the endpoint's number is the probability of leaving.</summary>
    public const string Dropout = "dropout";

    /// <summary>What <see cref="Predicts"/> says when the endpoint's number is the probability of passing, as in the original's
    /// notebook.</summary>
    public const string Passed = "passed";

    private const string AwsName = "^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$";

    /// <summary>The original's setting <c>ENDPOINT_NAME</c> is read as well.</summary>
    [Required(ErrorMessage =
        "SageMaker__EndpointName is not set: give the name of the endpoint that scores (the original's setting ENDPOINT_NAME is read " +
        "too).")]
    [StringLength(200, ErrorMessage = "SageMaker__EndpointName is longer than 200 characters.")]
    public string EndpointName { get; set; } = "";

    /// <summary>AWS region, <c>us-east-1</c>; <c>AWS_REGION</c> and <c>AWS_DEFAULT_REGION</c> are read as well.</summary>
    [RegularExpression("^[a-z0-9-]{1,40}$", ErrorMessage = "SageMaker__Region must be the name of an AWS region, such as us-east-1.")]
    public string Region { get; set; } = "";

    /// <summary><see cref="Dropout"/> or <see cref="Passed"/>. There is no default: a wrong guess inverts every report.</summary>
    [Required(ErrorMessage = PredictsMissing)]
    [AllowedValues(Dropout, Passed, ErrorMessage =
        "SageMaker__Predicts must be 'dropout' (the endpoint's number is the probability of leaving) or 'passed' (of passing).")]
    public string Predicts { get; set; } = "";

    /// <summary>Production variant to ask; the endpoint's own weights decide when null.</summary>
    [RegularExpression(AwsName,
        ErrorMessage = "SageMaker__TargetVariant must be the name of a production variant: letters, digits and hyphens, at most 63.")]
    public string? TargetVariant { get; set; }

    /// <summary>Base address in place of AWS's own: a private link, or a test.</summary>
    public Uri? ServiceUrl { get; set; }

    /// <summary>Students are sent in chunks of at most so many bytes; a real-time endpoint takes 6 MB, a serverless one 4 MB.</summary>
    [Range(1_000, 6_000_000)]
    public int MaxPayloadBytes { get; set; } = 4_000_000;

    /// <summary>Calls in flight at once.</summary>
    [Range(1, 64)]
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>How long one try may take; AWS gives the container 60 s.</summary>
    [Range(1, 900)]
    public int TimeoutSeconds { get; set; } = 70;

    /// <summary>How often a chunk is tried again.</summary>
    [Range(0, 20)]
    public int MaxRetries { get; set; } = 8;

    /// <summary>How long a chunk may take with all its tries and waits; well below the function's time, so that a run fails by itself
    /// before the host stops it.</summary>
    [Range(1, 1_500)]
    public int RetrySeconds { get; set; } = 300;

    /// <summary>At risk when the probability of leaving is strictly above it, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double Threshold { get; set; } = 0.5;

    private const string PredictsMissing =
        "SageMaker__Predicts is not set: say what the endpoint's number means, 'dropout' (the probability that the student leaves) or " +
            "'passed' (that the student passes). "
        + "There is no default because a wrong one inverts every report, and no error would show it: students in need would read 'No " +
            "riesgo'. "
        + "The original's notebook trained on Passed (1 = passed), so its endpoint is 'passed'.";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EndpointName is "." or ".." || EndpointName.Any(char.IsControl))
        {
            yield return new ValidationResult("SageMaker__EndpointName is not the name of an endpoint.");
        }

        if (Region.Length == 0)
        {
            yield return new ValidationResult(
                "SageMaker__Region is not set: give the AWS region of the endpoint, such as us-east-1 (AWS_REGION is read too).");
        }

        if (ServiceUrl is not null && !IsSafe(ServiceUrl))
        {
            yield return new ValidationResult(
                "SageMaker__ServiceUrl must be an absolute https address; http only on a loopback address, because students' data travel " +
                "to it.");
        }
    }

    private static bool IsSafe(Uri url) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}

[OptionsValidator]
internal sealed partial class SageMakerOptionsValidator : IValidateOptions<SageMakerOptions>;
