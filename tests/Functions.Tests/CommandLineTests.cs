namespace Antivirus.Functions.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--demo --once")]
    [InlineData("--urls http://127.0.0.1:1 --port=7072")]
    [InlineData("--AntivirusStorage UseDevelopmentStorage=true --Email__Transport Smtp --Ies:uam:Name UAM")]
    [InlineData("--UploadsContainer subidas --Model otro --OTEL_EXPORTER_OTLP_ENDPOINT http://127.0.0.1:4317")]
    [InlineData("")]
    public void Options_and_settings_start_the_app(string arguments) => Assert.Equal((null, "", ""), Answer(arguments));

    [Theory]
    [InlineData("--demoo", "'--demoo'")]
    [InlineData("demo", "'demo'")]
    [InlineData("--demo algo", "'algo'")]
    [InlineData("-v", "'-v'")]
    [InlineData("--prot 7072", "'--prot'")]
    [InlineData("--Emial__Smtp__Password=secreto", "'--Emial__Smtp__Password'")]
    public void An_argument_that_means_nothing_is_refused_by_name_and_without_its_value(string arguments, string expected)
    {
        var (exitCode, output, error) = Answer(arguments);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("secreto", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lists_the_options_and_version_is_one_line()
    {
        Assert.Contains("--port <number>", Answer("--help").Output, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", Answer("--version").Output.ReplaceLineEndings("\n"));
    }

    private static (int? ExitCode, string Output, string Error) Answer(string arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = CommandLine.Answer(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
