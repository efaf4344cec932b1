using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Antivirus.Support;

/// <summary>The clock of a host that is set wrong: the system's, so many hours later or earlier.</summary>
public sealed class ShiftedClock(TimeSpan shift) : TimeProvider
{
    /// <summary>Environment variable of the hours, such as -24.</summary>
    public const string Variable = "ANTIVIRUS_TESTS_CLOCK_HOURS";

    /// <summary>Environment variables that start a host of ours with a clock so wrong.</summary>
    public static IReadOnlyDictionary<string, string> SettingsFor(int hours) => new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(ShiftedClock).Assembly.Location,
        [Variable] = hours.ToString(CultureInfo.InvariantCulture),
    };

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
}

/// <summary>Gives a host that is being built the clock: hosts tell of it by the diagnostics that test servers use too.</summary>
internal sealed class ClockSetter(TimeProvider clock) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public void OnNext(DiagnosticListener listener)
    {
        if (listener.Name == "Microsoft.Extensions.Hosting")
        {
            listener.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> step)
    {
        if (step is { Key: "HostBuilding", Value: IHostBuilder builder })
        {
            builder.ConfigureServices(services => services.AddSingleton(clock));
            Console.WriteLine($"The clock of this host is set to {clock.GetUtcNow():u}.");
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
