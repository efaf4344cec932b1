using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Antivirus.Support;

/// <summary>How an nginx forwards.</summary>
public sealed record NginxSettings(Uri Upstream)
{
    /// <summary>Directives of its one location, beside <c>proxy_pass</c>; each without its semicolon.</summary>
    public IReadOnlyList<string> Directives { get; init; } = [];

    /// <summary>PEM files for TLS; plain HTTP when empty.</summary>
    public string Certificate { get; init; } = "";

    public string Key { get; init; } = "";
}

/// <summary>A real nginx on a free port of the loopback address, as a proxy before another server.</summary>
public sealed class NginxServer : IAsyncDisposable
{
    /// <summary>What a proxy says of its callers in every recipe.</summary>
    public static readonly IReadOnlyList<string> ForwardedHeaders =
    [
        "proxy_set_header Host $http_host",
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for",
        "proxy_set_header X-Forwarded-Proto $scheme",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly NginxSettings _settings;
    private Process? _process;
    private int _port;

    private NginxServer(NginxSettings settings) => _settings = settings;

    /// <summary>Address of the proxy: 127.0.0.1, or localhost with TLS.</summary>
    public Uri Address => _settings.Certificate.Length == 0 ? new Uri($"http://127.0.0.1:{_port}/")
        : new Uri($"https://localhost:{_port}/");

    /// <summary>Starts nginx; skips the test where no nginx is expected.</summary>
    public static async Task<NginxServer> StartAsync(NginxSettings settings)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "nginx as a proxy is tested on Linux.");
        Assert.True(FindProgram() is not null, "These tests need nginx: apt-get install nginx-light.");
        var server = new NginxServer(settings);
        for (var tries = 0; tries < 3; tries++)
        {
            // Another process may take the port between finding and listening.
            if (await server.ListensAsync())
            {
                return server;
            }
        }

        var errors = await File.ReadAllTextAsync(server._folder.File("error.log"));
        await server.DisposeAsync();
        throw new InvalidOperationException($"nginx does not start: {errors}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }

    private static string? FindProgram() =>
        ((string[])["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx"]).FirstOrDefault(File.Exists);

    private async Task<bool> ListensAsync()
    {
        await StopAsync();
        _port = FreePort();
        var configuration = _folder.File("nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration());
        _process = Process.Start(new ProcessStartInfo(FindProgram()!, ["-p", _folder.Path, "-e", "error.log", "-c", configuration]))!;
        for (var tries = 0; tries < 300 && !_process.HasExited; tries++)
        {
            if (await ConnectsAsync())
            {
                return true;
            }

            await Task.Delay(100);
        }

        return false;
    }

    /// <summary>One process in the foreground, all of whose files are in the test's folder.</summary>
    private string Configuration() => $$"""
        daemon off;
        master_process off;
        pid {{_folder.File("nginx.pid")}};
        events { worker_connections 256; }
        http {
            access_log {{_folder.File("access.log")}};
            client_body_temp_path {{_folder.File("body")}};
            proxy_temp_path {{_folder.File("proxy")}};
            fastcgi_temp_path {{_folder.File("fastcgi")}};
            uwsgi_temp_path {{_folder.File("uwsgi")}};
            scgi_temp_path {{_folder.File("scgi")}};
            client_max_body_size 0;
            server {
                {{Listen()}}
                location / {
                    proxy_pass {{_settings.Upstream.GetLeftPart(UriPartial.Authority)}};
                    {{string.Join(' ', _settings.Directives.Select(directive => directive + ";"))}}
                }
            }
        }
        """;

    private string Listen() => _settings.Certificate.Length == 0
        ? $"listen 127.0.0.1:{_port};"
        : $"listen 127.0.0.1:{_port} ssl; ssl_certificate {_settings.Certificate}; ssl_certificate_key {_settings.Key};";

    private async Task<bool> ConnectsAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
