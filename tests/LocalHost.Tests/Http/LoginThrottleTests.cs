using System.Net;
using Antivirus.LocalHost.Hosting;
using Antivirus.LocalHost.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Antivirus.LocalHost.Tests.Http;

/// <summary>Guessing keys gets slower and slower.</summary>
public sealed class LoginThrottleTests
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");

    [Fact]
    public void The_first_five_refusals_wait_for_nothing_and_each_further_one_longer_up_to_eight_seconds()
    {
        var logins = new LoginThrottle(Options.Create(new LocalHostOptions()), new FakeTimeProvider());

        var waits = Enumerable.Range(0, 12).Select(_ => logins.Count(Address).TotalSeconds).ToList();

        Assert.Equal([0, 0, 0, 0, 0, 0.25, 0.5, 1, 2, 4, 8, 8], waits);
        Assert.Equal(TimeSpan.Zero, logins.Count(IPAddress.Parse("192.0.2.2")));
    }

    [Fact]
    public void A_minute_later_all_is_forgiven()
    {
        var clock = new FakeTimeProvider();
        var logins = new LoginThrottle(Options.Create(new LocalHostOptions()), clock);
        for (var i = 0; i < 20; i++)
        {
            logins.Count(Address);
        }

        clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(TimeSpan.Zero, logins.Count(Address));
    }
}
