using System.Diagnostics;
using System.Globalization;
using Antivirus.Support;

/// <summary>What the runtime calls before a program that has this assembly in <c>DOTNET_STARTUP_HOOKS</c>; name and place are the
/// runtime's.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        var hours = int.Parse(Environment.GetEnvironmentVariable(ShiftedClock.Variable)!, CultureInfo.InvariantCulture);
        DiagnosticListener.AllListeners.Subscribe(new ClockSetter(new ShiftedClock(TimeSpan.FromHours(hours))));
    }
}
