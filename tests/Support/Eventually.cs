using System.Diagnostics;
using Xunit;

namespace Antivirus.Support;

/// <summary>Waits for what other processes do.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Looks again and again until the condition holds; fails the test after two minutes.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string statement)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < Patience, $"This did not hold within {Patience.TotalSeconds:0} s: {statement}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
