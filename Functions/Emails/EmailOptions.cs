using Antivirus.Functions.Institutions;

namespace Antivirus.Functions.Emails;

/// <summary>How an email leaves.</summary>
internal enum EmailTransport
{
    /// <summary>A folder of <c>.eml</c> files.</summary>
    Pickup,

    Smtp,

    /// <summary>Azure Communication Services; only in a build with its package, as every published one.</summary>
    Acs,
}

/// <summary>How the line to the SMTP server is protected.</summary>
internal enum SmtpSecurity
{
    StartTls,

    /// <summary>TLS from the first byte, usually port 465.</summary>
    Tls,

    /// <summary>No TLS: only to a server on this very machine.</summary>
    None,
}

/// <summary>The emails: settings <c>Email__…</c>.</summary>
internal sealed class EmailOptions
{
    public const string Section = "Email";

    public EmailTransport Transport { get; set; } = EmailTransport.Pickup;

    /// <summary>The sender's address; required unless the transport is <see cref="EmailTransport.Pickup"/>.</summary>
    public string From { get; set; } = "";

    /// <summary>The sender's name; ACS shows the one of its own settings instead.</summary>
    public string FromName { get; set; } = "Antivirus para la deserción";

    /// <summary>Folder of the <c>.eml</c> files.</summary>
    public string PickupFolder { get; set; } = ".correo";

    /// <summary>Days that the <c>.eml</c> files are kept; 0 keeps them.</summary>
    public int PickupDays { get; set; } = 30;

    public SmtpOptions Smtp { get; } = new();

    public AcsOptions Acs { get; } = new();

    /// <summary>What is attached; the link is always there.</summary>
    public EmailAttachment Attachment { get; set; } = EmailAttachment.Csv;

    /// <summary>Largest attachment, before base64 makes it a third larger; a larger report goes as a link only.</summary>
    public int MaxAttachmentBytes { get; set; } = 7_000_000;

    /// <summary>Attach the CSV as a <c>.zip</c>; a workbook is packed already.</summary>
    public bool Zip { get; set; }

    /// <summary>Emails that this instance sends in any minute, 0 for no limit; 30 with ACS and 0 otherwise when not set.</summary>
    public int? MaxPerMinute { get; set; }

    /// <summary>Emails that this instance sends in any hour, 0 for no limit; 100 with ACS and 0 otherwise when not set.</summary>
    public int? MaxPerHour { get; set; }

    /// <summary>How long one try to send may take.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How long the claim of an instance that died holds before another takes the email over.</summary>
    public TimeSpan ClaimTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one event may wait for a limit or for another instance before it goes back to the trigger.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(6);

    /// <summary>How often emails that were given back, or whose sender died, are looked for; zero for never.</summary>
    public TimeSpan BacklogEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the link in an email works, a day at most.</summary>
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Both limits with their defaults for the transport.</summary>
    internal (int PerMinute, int PerHour) Limits =>
        Transport == EmailTransport.Acs ? (MaxPerMinute ?? 30, MaxPerHour ?? 100) : (MaxPerMinute ?? 0, MaxPerHour ?? 0);
}

/// <summary>The SMTP server: settings <c>Email__Smtp__…</c>.</summary>
internal sealed class SmtpOptions
{
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Login; none when empty.</summary>
    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>PEM file of the authority that signed the server's certificate, where the machine does not know it.</summary>
    public string CertificateAuthority { get; set; } = "";
}

/// <summary>Azure Communication Services: settings <c>Email__Acs__…</c>.</summary>
internal sealed class AcsOptions
{
    /// <summary>Endpoint, <c>https://….communication.azure.com</c>, to sign in with the app's identity.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>Connection string, where there is no identity.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>How long after sending the status is looked at, once; zero for never.</summary>
    public TimeSpan StatusAfter { get; set; } = TimeSpan.FromSeconds(5);
}
