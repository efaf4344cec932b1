using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Antivirus.Model.Scoring.SageMaker;

public sealed partial class SageMakerOptions
{
    // Any region signs for a test on this machine; AWS's own must be named.
    private const string LoopbackRegion = "us-east-1";

    /// <summary>The settings in the environment: <c>SageMaker__…</c>, and the original's <c>ENDPOINT_NAME</c>.</summary>
    /// <exception cref="OptionsValidationException">A setting is missing or wrong; the message names it.</exception>
    public static SageMakerOptions FromEnvironment() => From(new ConfigurationBuilder().AddEnvironmentVariables().Build());

    /// <summary>The settings <c>SageMaker__…</c>, and over them the institution's own <c>Ies__{ies}__SageMaker__…</c>.</summary>
    /// <exception cref="OptionsValidationException">A setting is missing or wrong; the message names it.</exception>
    public static SageMakerOptions From(IConfiguration configuration, string? ies = null)
    {
        var options = new SageMakerOptions();
        Bind(configuration.GetSection(Section), options);
        if (ies is not null)
        {
            Bind(configuration.GetSection($"Ies:{ies}:{Section}"), options);
        }

        options.FillIn(configuration);
        var result = new SageMakerOptionsValidator().Validate(null, options);
        return result.Failed ? throw Refusal(result.Failures) : options;
    }

    private static void Bind(IConfigurationSection section, SageMakerOptions options)
    {
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            // The binder's message names the setting and the type; its value is in the inner exception only.
            throw Refusal([e.Message.Replace(":", "__", StringComparison.Ordinal)]);
        }
    }

    // A range's own message names the class in place of the settings' section.
    private static OptionsValidationException Refusal(IEnumerable<string> failures) =>
        new(Section, typeof(SageMakerOptions),
            failures.Select(failure => failure.Replace($"{nameof(SageMakerOptions)}.", $"{Section}__", StringComparison.Ordinal)));

    private void FillIn(IConfiguration configuration)
    {
        EndpointName = First(EndpointName, configuration["ENDPOINT_NAME"]);
        TargetVariant = First(TargetVariant) is { Length: > 0 } variant ? variant : null;
        Predicts = Predicts.Trim().ToLowerInvariant();
        Region = First(Region, configuration["AWS_REGION"], configuration["AWS_DEFAULT_REGION"]);
        if (Region.Length == 0 && ServiceUrl is { IsAbsoluteUri: true, IsLoopback: true })
        {
            Region = LoopbackRegion;
        }
    }

    private static string First(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                return value.Trim();
            }
        }

        return "";
    }
}
