using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

namespace Antivirus.Support;

/// <summary>What a mail server received, as an independent parser reads it.</summary>
public sealed record ReceivedMail(
    IReadOnlyList<string> Recipients,
    bool Secure,
    string User,
    string MessageId,
    string Subject,
    string FromName,
    string From,
    IReadOnlyList<string> To,
    IReadOnlyList<string> Cc,
    IReadOnlyList<string> ReplyTo,
    string Text,
    string Html,
    IReadOnlyList<ReceivedFile> Attachments,
    int MaxLineLength,
    int BareLineEnds)
{
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The server took it and dropped the line instead of saying so.</summary>
    public bool AnswerLost { get; init; }
}

public sealed record ReceivedFile(string Name, string ContentType, string ContentId, string Sha256);

/// <summary>How a mail server behaves.</summary>
public sealed record SmtpServerSettings
{
    /// <summary>PEM files for TLS; none when empty.</summary>
    public string Certificate { get; init; } = "";

    public string Key { get; init; } = "";

    /// <summary>TLS from the first byte, instead of STARTTLS.</summary>
    public bool TlsFromTheStart { get; init; }

    /// <summary>The login that it asks for; none when empty.</summary>
    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>Answers "later" to every so many messages, after it has received them; to none when 0.</summary>
    public int RefuseEvery { get; init; }
}

/// <summary>How a mail server misbehaves, until told otherwise.</summary>
public sealed record SmtpFaults
{
    /// <summary>Drops the line after every so many messages that it has accepted, instead of saying so; never when 0.</summary>
    public int LoseAnswerEvery { get; init; }

    /// <summary>Answers 552 to messages with an attachment.</summary>
    public bool RefuseAttachments { get; init; }

    /// <summary>Refuses also the right login.</summary>
    public bool RefuseLogin { get; init; }
}

/// <summary>A real SMTP server on a free port of the loopback address.</summary>
public sealed class SmtpServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, ReceivedMail> _read = new(StringComparer.Ordinal);
    private readonly Process _process;

    private SmtpServer(SmtpServerSettings settings)
    {
        var start = NodeServer.StartInfo(RepositoryFolder.File("tests", "Support", "smtp-server.mjs"), JsonSerializer.Serialize(
            new ServerArguments(_folder.Path, settings.Certificate, settings.Key, settings.TlsFromTheStart, settings.User,
                settings.Password, settings.RefuseEvery), SmtpServerJson.Default.ServerArguments));
        (start.RedirectStandardOutput, start.WorkingDirectory) = (true, RepositoryFolder.Root);
        _process = Process.Start(start)!;
    }

    public int Port { get; private set; }

    public static async Task<SmtpServer> StartAsync(SmtpServerSettings? settings = null)
    {
        await NodePackages.InstallAsync("smtp-server");
        var server = new SmtpServer(settings ?? new SmtpServerSettings());
        var line = await server._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(int.TryParse(line, out var port),
            "The SMTP server of the tests does not start; 'npm install' in the repository's folder installs it.");
        server.Port = port;
        return server;
    }

    /// <summary>Misbehaves so from now on.</summary>
    public void Misbehave(SmtpFaults faults)
    {
        // As a whole: the server reads it with every message.
        var next = _folder.File("faults.next");
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(faults, SmtpServerJson.Default.SmtpFaults));
        File.Move(next, _folder.File("faults"), overwrite: true);
    }

    /// <summary>All mail accepted so far, oldest first.</summary>
    public IReadOnlyList<ReceivedMail> Received() => Directory.EnumerateFiles(_folder.Path, "*.json")
        .Order(StringComparer.Ordinal)
        .Select(file => _read.GetOrAdd(file, Read))
        .ToList();

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private static ReceivedMail Read(string file) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(file), SmtpServerJson.Default.ReceivedMail)!;
}

internal sealed record ServerArguments(string Folder, string Certificate, string Key, bool TlsFromTheStart, string User, string Password,
    int RefuseEvery);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ServerArguments))]
[JsonSerializable(typeof(ReceivedMail))]
[JsonSerializable(typeof(SmtpFaults))]
internal sealed partial class SmtpServerJson : JsonSerializerContext;
