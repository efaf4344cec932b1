using Antivirus.Functions.Emails;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Antivirus.Functions.Tests.Emails;

public sealed class EmailOptionsTests
{
    [Fact]
    public void Without_any_setting_emails_go_to_the_pickup_folder()
    {
        var options = Read();

        Assert.Equal((EmailTransport.Pickup, ".correo"), (options.Transport, options.PickupFolder));
    }

    [Fact]
    public void All_settings_are_read()
    {
        var options = Read(
            ("Transport", "Smtp"), ("From", "a@b.example"), ("Smtp:Host", "smtp.b.example"), ("Smtp:Port", "465"), ("Smtp:Security", "Tls"),
            ("Smtp:User", "u"), ("Smtp:Password", "p"), ("MaxPerHour", "10"), ("MaxWait", "00:01:00"), ("Zip", "true"));

        Assert.Equal(("smtp.b.example", 465, SmtpSecurity.Tls), (options.Smtp.Host, options.Smtp.Port, options.Smtp.Security));
        Assert.Equal((10, true, TimeSpan.FromMinutes(1)), (options.Limits.PerHour, options.Zip, options.MaxWait));
    }

    [Theory]
    [InlineData("Email__From", "Transport=Smtp;Smtp:Host=smtp.b.example")]
    [InlineData("Email__From", "From=nobody")]
    [InlineData("Email__From", "From=a@b.example\r\nBcc: c@d.example")]
    [InlineData("Email__Smtp__Host", "Transport=Smtp;From=a@b.example")]
    [InlineData("Email__Smtp__Host", "Transport=Smtp;From=a@b.example;Smtp:Host=http://x")]
    [InlineData("Email__Smtp__Port", "Smtp:Port=0")]
    [InlineData("Email__Smtp__Security", "Transport=Smtp;From=a@b.example;Smtp:Host=smtp.b.example;Smtp:Security=None")]
    [InlineData("Email__Smtp__Password", "Transport=Smtp;From=a@b.example;Smtp:Host=127.0.0.1;Smtp:User=u")]
    [InlineData("Email__Smtp__CertificateAuthority",
        "Transport=Smtp;From=a@b.example;Smtp:Host=127.0.0.1;Smtp:CertificateAuthority=/none.pem")]
    [InlineData("Email__Transport", "Transport=Acs;From=a@b.example;Acs:Endpoint=https://x.communication.azure.com")]
    [InlineData("Email__Transport", "Transport=7")]
    [InlineData("Email__PickupFolder", "PickupFolder=")]
    [InlineData("Email__MaxAttachmentBytes", "MaxAttachmentBytes=-1")]
    [InlineData("Email__MaxPerMinute", "MaxPerMinute=-1")]
    [InlineData("Email__ClaimTime", "ClaimTime=00:00:01")]
    [InlineData("Email__SendTimeout", "SendTimeout=00:00:00")]
    [InlineData("Email__LinkLifetime", "LinkLifetime=30.00:00:00")]
    [InlineData("Email__FromName", "FromName=a\nb")]
    public void A_wrong_setting_stops_the_start_and_is_named(string setting, string settings)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Read(settings.Split(';').Select(Pair).ToArray()));

        Assert.Contains(setting, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("localhost")]
    public void An_open_line_is_allowed_to_this_machine_only(string host)
    {
        Assert.Equal(SmtpSecurity.None,
            Read(("Transport", "Smtp"), ("From", "a@b.example"), ("Smtp:Host", host), ("Smtp:Security", "None")).Smtp.Security);
    }

    private static (string, string) Pair(string text) =>
        (text[..text.IndexOf('=', StringComparison.Ordinal)], text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]);

    private static EmailOptions Read(params (string Key, string Value)[] settings)
    {
        var values = settings.Select(setting => KeyValuePair.Create($"Email:{setting.Key}", (string?)setting.Value));
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddReportEmail();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<EmailOptions>>().Value;
    }
}
