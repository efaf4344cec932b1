using Antivirus.LocalHost.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Antivirus.LocalHost.Tests.Hosting;

/// <summary>Which level holds: host.json's, or that of a setting.</summary>
public sealed class LogLevelTests
{
    [Theory]
    [InlineData("Antivirus.Functions.Runs.ScoreUpload", LogLevel.Information)]
    [InlineData("Azure.Core", LogLevel.Warning)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)]
    public async Task Without_settings_the_levels_of_the_host_hold(string category, LogLevel expected) =>
        Assert.Equal(expected, await LowestAsync(category));

    [Theory]
    [InlineData("Default", "Debug", "Antivirus.Functions.Runs.ScoreUpload", LogLevel.Debug)]
    [InlineData("Default", "Error", "Antivirus.Functions.Runs.ScoreUpload", LogLevel.Error)]
    [InlineData("Default", "Debug", "Azure.Core", LogLevel.Warning)]
    [InlineData("Default", "Debug", "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)]
    [InlineData("Azure", "Information", "Azure.Core", LogLevel.Information)]
    [InlineData("Microsoft", "Error", "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Error)]
    public async Task A_setting_stands_over_the_same_name_of_the_host(string name, string level, string category, LogLevel expected) =>
        Assert.Equal(expected, await LowestAsync(category, ($"Logging:LogLevel:{name}", level)));

    private static async Task<LogLevel> LowestAsync(string category, params (string, string)[] settings)
    {
        await using var host = await TestHost.StartAsync([typeof(Open)], settings);
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
        return Enum.GetValues<LogLevel>().First(logger.IsEnabled);
    }
}
