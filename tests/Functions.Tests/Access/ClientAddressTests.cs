using System.Net;
using Antivirus.Functions.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Antivirus.Functions.Tests.Access;

/// <summary>Calls are counted by the caller's own address, also behind a front door.</summary>
public sealed class ClientAddressTests
{
    private const string Header = "x-azure-clientip";

    [Theory]
    [InlineData(Header, "203.0.113.7", "203.0.113.7")]
    [InlineData(Header, "2001:DB8::7", "2001:db8::7")]
    [InlineData("", "203.0.113.7", "10.0.0.1")]
    [InlineData(Header, "", "10.0.0.1")]
    [InlineData(Header, "vecino", "10.0.0.1")]
    public void The_header_of_a_front_door_is_believed_only_where_it_is_configured(string configured, string value, string expected) =>
        Assert.Equal(expected, ClientAddress.Of(Request(value), configured));

    [Fact]
    public void A_header_that_the_caller_sent_beside_the_front_doors_is_not_believed() =>
        Assert.Equal("10.0.0.1", ClientAddress.Of(Request(new StringValues(["203.0.113.7", "198.51.100.1"])), Header));

    private static HttpRequest Request(StringValues value)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.1");
        context.Request.Headers[Header] = value;
        return context.Request;
    }
}
