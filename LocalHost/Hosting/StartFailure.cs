using Microsoft.Extensions.Options;

namespace Antivirus.LocalHost.Hosting;

/// <summary>An app that cannot start says why in one sentence: whoever reads it has settings to mend, not code.</summary>
public static class StartFailure
{
    private static int _watching;

    /// <summary>From now on a wrong setting ends the process with its message and exit code 1; other failures keep their stack
    /// trace.</summary>
    public static void ReportPlainly()
    {
        if (Interlocked.Exchange(ref _watching, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => Report(unhandled.ExceptionObject as Exception);
        }
    }

    /// <summary>The sentences for the reader; null when the failure is a bug.</summary>
    internal static string? Explain(Exception? failure) => failure switch
    {
        StartException start => start.Message,
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        AggregateException many when many.InnerExceptions.Select(Explain).ToList() is var all && all.TrueForAll(one => one is not null) =>
            string.Join(Environment.NewLine, all),
        InvalidOperationException binding when UnreadableSetting.Explain(binding) is { } explanation => explanation,
        // The app's own checks of a setting.
        InvalidOperationException own when own.TargetSite?.DeclaringType?.Assembly.GetName().Name?.StartsWith("Antivirus.",
            StringComparison.Ordinal) == true => own.Message,
        _ => null,
    };

    private static void Report(Exception? failure)
    {
        if (Explain(failure) is { } explanation)
        {
            Console.Error.WriteLine($"The app does not start. {explanation}");
            Environment.Exit(1);
        }
    }
}
