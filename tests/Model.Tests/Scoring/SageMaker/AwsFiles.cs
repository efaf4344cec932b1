using System.Runtime.CompilerServices;

namespace Antivirus.Model.Tests.Scoring.SageMaker;

/// <summary>Where AWS's library looks for profiles during the tests: never in the home of who runs them.</summary>
internal static class AwsFiles
{
    public static string Credentials { get; } = Path.Combine(Path.GetTempPath(), $"antivirus-aws-{Environment.ProcessId}");

    // The library looks for the file once, with the first of its types that is used, and takes it only if it is there.
    [ModuleInitializer]
    internal static void Place()
    {
        File.WriteAllText(Credentials, "");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(Credentials);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Credentials);
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Credentials + "-config");
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
    }
}
