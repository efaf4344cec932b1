using Antivirus.Functions.Institutions;
using Antivirus.Model.Scoring.SageMaker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Runs;

/// <summary>Stops the host when an endpoint is to score and its settings are missing or wrong: a wrong one may invert every
/// report.</summary>
internal sealed class EndpointSettings(IConfiguration configuration, IOptions<InstitutionsOptions> institutions)
    : IValidateOptions<ScoringOptions>
{
    public ValidateOptionsResult Validate(string? name, ScoringOptions options)
    {
        var users = institutions.Value.Where(entry => entry.Value.Scorer == ScorerKind.SageMaker).Select(entry => (string?)entry.Key);
        var failures = (options.Scorer == ScorerKind.SageMaker ? users.Prepend(null) : users).SelectMany(Check).Distinct().ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Check(string? iesCode)
    {
        try
        {
            SageMakerOptions.From(configuration, iesCode);
            return [];
        }
        catch (OptionsValidationException failure)
        {
            return failure.Failures;
        }
    }
}
